package io.nessiecluster.rest;

import io.nessiecluster.cluster.round.Discovery;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Stops and restarts polling; closed unless the settings open it. */
@Tag(name = "Polling")
@Path("/cluster")
@Produces(MediaType.APPLICATION_JSON)
@Guarded
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "ReadOnly")
public class PollingResource {

  /** Bound on the wait for the running round; one that takes longer is interrupted. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private final Discovery discovery;
  private final AtAGlance atAGlance;

  PollingResource(Discovery discovery, AtAGlance atAGlance) {
    this.discovery = discovery;
    this.atAGlance = atAGlance;
  }

  @POST
  @Path("/stop")
  @RunOnVirtualThread
  @Operation(
      operationId = "stopPolling",
      summary = "Stop polling",
      description = "Waits for the running round. Connections stay as they are.")
  @APIResponse(
      responseCode = "200",
      description = "Stopped",
      content = @Content(schema = @Schema(implementation = ClusterResponse.class)))
  public Json stop() throws InterruptedException {
    discovery.stop(STOP_TIMEOUT);
    return atAGlance.json();
  }

  @POST
  @Path("/start")
  @RunOnVirtualThread
  @Operation(
      operationId = "startPolling",
      summary = "Start polling again",
      description = "A round begins at once.")
  @APIResponse(
      responseCode = "200",
      description = "Started",
      content = @Content(schema = @Schema(implementation = ClusterResponse.class)))
  public Json start() {
    discovery.start();
    return atAGlance.json();
  }
}
