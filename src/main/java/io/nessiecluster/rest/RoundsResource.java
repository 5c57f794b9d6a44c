package io.nessiecluster.rest;

import io.nessiecluster.cluster.round.Discovery;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The history of rounds. */
@Tag(name = "Discovery")
@Path("/cluster/rounds")
@Produces(MediaType.APPLICATION_JSON)
public class RoundsResource {

  private static final Pattern LIMIT = Pattern.compile("[1-9]\\d{0,4}");
  private static final int DEFAULT_LIMIT = 10;

  private final Discovery discovery;

  RoundsResource(Discovery discovery) {
    this.discovery = discovery;
  }

  @GET
  @RunOnVirtualThread // a hundred rounds of a thousand nodes are megabytes of JSON
  @Operation(
      summary = "The last rounds, the newest first",
      description = "As many as nessie-cluster.history.rounds are in memory.")
  @APIResponse(responseCode = "200", description = "The rounds; none before the first")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  public RoundsResponse rounds(
      @Parameter(description = "How many at most: 1 to 99999; 10 when absent") @RestQuery
          @Nullable String limit) {
    return new RoundsResponse(
        discovery.rounds().stream().limit(parse(limit)).map(DiscoveryResponse::of).toList());
  }

  @GET
  @Path("/latest")
  @NonBlocking
  @Operation(summary = "The last completed round")
  @APIResponse(responseCode = "200", description = "What that round found")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public DiscoveryResponse latestRound() {
    return discovery
        .snapshot()
        .lastRound()
        .map(DiscoveryResponse::of)
        .orElseThrow(NotFoundException::new);
  }

  private static int parse(@Nullable String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (!LIMIT.matcher(limit).matches()) {
      throw new BadParameterException("limit=%s: allowed are 1 to 99999".formatted(limit));
    }
    return Integer.parseInt(limit);
  }
}
