package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DiscoveryResult;
import io.nessiecluster.cluster.round.DiscoveryStoppedException;
import io.nessiecluster.cluster.round.DiscoveryTimeoutException;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.MeshSnapshot;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Discovery by hand, and the state of the cluster. Reads never wait for a round. */
@Tag(name = "Discovery")
@Path("/cluster")
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {

  private static final URI LATEST_ROUND = URI.create("/cluster/rounds/latest");
  private static final String TIMEOUT =
      "How long to wait: milliseconds (1 to 60000) or ISO-8601 (up to PT60S)";

  private final Discovery discovery;
  private final OwnNode.Source ownNode;
  private final MeshSnapshot.Source mesh;
  private final JsonCache<Glance> atAGlance;

  /** All that the state at a glance is made of at one moment. */
  private record Glance(ClusterView view, MeshSnapshot mesh) {}

  ClusterResource(
      Discovery discovery, OwnNode.Source ownNode, MeshSnapshot.Source mesh, ObjectMapper mapper) {
    this.discovery = discovery;
    this.ownNode = ownNode;
    this.mesh = mesh;
    this.atAGlance =
        new JsonCache<>(
            mapper,
            glance -> ClusterResponse.of(discovery.cluster(), glance.view(), glance.mesh()));
  }

  @GET
  @Path("/discover")
  @RunOnVirtualThread
  @Operation(
      summary = "Run discovery and wait for it",
      description =
          "Shares the next round with all who ask meanwhile. Waits 10 s unless told otherwise.")
  @APIResponse(responseCode = "200", description = "What the round found")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "409", ref = "DiscoveryStopped")
  @APIResponse(responseCode = "504", ref = "DiscoveryTimeout")
  public DiscoveryResponse discover(
      @Parameter(description = TIMEOUT + "; 10 s when absent") @RestQuery @Nullable String timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    return waitFor(timeout == null ? DiscoveryTimeout.DEFAULT : DiscoveryTimeout.parse(timeout));
  }

  @POST
  @Path("/discover")
  @RunOnVirtualThread
  @Operation(
      summary = "Ask for discovery",
      description =
          "Waits for the round only when a timeout is given; otherwise answers at once."
              + " With nothing to query no round will run, and the answer is that of GET.")
  @APIResponse(responseCode = "200", description = "What the round found, or nothing is queried")
  @APIResponse(responseCode = "202", description = "The round will run; see Location")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "409", ref = "DiscoveryStopped")
  @APIResponse(responseCode = "504", ref = "DiscoveryTimeout")
  public RestResponse<DiscoveryResponse> requestDiscovery(
      @Parameter(description = TIMEOUT + "; do not wait when absent") @RestQuery
          @Nullable String timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    if (timeout != null) {
      return RestResponse.ok(waitFor(DiscoveryTimeout.parse(timeout)));
    }
    DiscoveryResult result = discovery.discoverNodes();
    DiscoveryResponse requested = DiscoveryResponse.of(result, discovery.snapshot().hasRan());
    if (!result.underWay()) {
      return RestResponse.ok(requested);
    }
    return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, requested)
        .location(LATEST_ROUND)
        .build();
  }

  @GET
  @NonBlocking
  @Operation(summary = "The whole state at a glance")
  @APIResponse(
      responseCode = "200",
      description = "The state, counts and conditions",
      content = @Content(schema = @Schema(implementation = ClusterResponse.class)))
  public byte[] cluster() {
    return atAGlance.json(new Glance(ClusterView.of(discovery, ownNode), mesh.mesh()));
  }

  @GET
  @Path("/errors")
  @NonBlocking
  @Operation(summary = "What failed in the last round: nodes and lookups")
  @APIResponse(responseCode = "200", description = "The failures; none before the first round")
  public ErrorsResponse errors() {
    DiscoverySnapshot snapshot = discovery.snapshot();
    return snapshot
        .lastRound()
        .map(round -> ErrorsResponse.of(round, snapshot.flapping()))
        .orElse(ErrorsResponse.BEFORE_THE_FIRST_ROUND);
  }

  @GET
  @Path("/has-ran")
  @NonBlocking
  @Operation(summary = "Whether a round has completed since the start, whatever its outcome")
  @APIResponse(responseCode = "200", description = "Whether it has")
  public HasRanResponse hasRan() {
    return new HasRanResponse(discovery.snapshot().hasRan());
  }

  private DiscoveryResponse waitFor(DiscoveryTimeout timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    DiscoveryResult result = discovery.discoverNodes(timeout.value());
    return DiscoveryResponse.of(result, discovery.snapshot().hasRan());
  }
}
