package io.nessiecluster.rest;

import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DiscoveryResult;
import io.nessiecluster.cluster.round.DiscoveryStoppedException;
import io.nessiecluster.cluster.round.DiscoveryTimeoutException;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
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

  private static final String TIMEOUT =
      "How long to wait, up to a minute: milliseconds (1 to 60000), 500ms, 5s, 1m, or ISO-8601";

  private final Discovery discovery;
  private final AtAGlance atAGlance;
  private final LargeAnswers large;

  ClusterResource(Discovery discovery, AtAGlance atAGlance, LargeAnswers large) {
    this.discovery = discovery;
    this.atAGlance = atAGlance;
    this.large = large;
  }

  @GET
  @Path("/discover")
  @RunOnVirtualThread
  @Operation(
      operationId = "discover",
      summary = "Run discovery and wait for it",
      description =
          "Shares the next round with all who ask meanwhile: rounds by hand are"
              + " nessie-cluster.api.discover-gap apart. Waits 10 s unless told otherwise.")
  @APIResponse(responseCode = "200", description = "What the round found")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "409", ref = "DiscoveryStopped")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  @APIResponse(responseCode = "504", ref = "DiscoveryTimeout")
  public DiscoveryResponse discover(
      @Parameter(description = TIMEOUT + "; 10 s when absent") @RestQuery @Nullable String timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    return waitFor(timeout == null ? DiscoveryTimeout.DEFAULT : DiscoveryTimeout.parse(timeout));
  }

  /** JAX-RS would answer it by GET, and run a round for nobody. */
  @HEAD
  @Path("/discover")
  @NonBlocking
  @Operation(hidden = true)
  public Response describeDiscovery() {
    return Response.ok().type(MediaType.APPLICATION_JSON).build();
  }

  @POST
  @Path("/discover")
  @RunOnVirtualThread
  @Operation(
      operationId = "requestDiscovery",
      summary = "Ask for discovery",
      description =
          "Waits for the round only when a timeout is given; otherwise answers at once."
              + " With nothing to query no round will run, and the answer is that of GET.")
  @APIResponse(responseCode = "200", description = "What the round found, or nothing is queried")
  @APIResponse(
      responseCode = "202",
      description = "The round runs, or will: its number is in the body, and in Location",
      headers =
          @Header(
              name = HttpHeaders.LOCATION,
              description = "Where the round is once it is over; relative",
              schema = @Schema(type = SchemaType.STRING, examples = "/cluster/rounds/43")),
      content = @Content(schema = @Schema(implementation = DiscoveryResponse.class)))
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "409", ref = "DiscoveryStopped")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
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
    if (result.underWay().isEmpty()) {
      return RestResponse.ok(requested);
    }
    return RestResponse.ResponseBuilder.create(RestResponse.Status.ACCEPTED, requested)
        // JAX-RS' location() would make it absolute, by a Host that anybody can claim
        .header(HttpHeaders.LOCATION, "/cluster/rounds/" + result.underWay().getAsLong())
        .build();
  }

  @GET
  @NonBlocking
  @Operation(
      operationId = "getCluster",
      summary = "The whole state at a glance",
      description =
          "Name, version, own node, queries, state, the last round, counts, the mesh in short, and conditions as Kubernetes writes them.")
  @APIResponse(
      responseCode = "200",
      description = "The state, counts and conditions",
      content = @Content(schema = @Schema(implementation = ClusterResponse.class)))
  public Json cluster() {
    return atAGlance.json();
  }

  @GET
  @Path("/errors")
  @RunOnVirtualThread
  @Operation(
      operationId = "getErrors",
      summary = "What failed in the last round: nodes and lookups",
      description =
          "Each with its cause, what was seen, and what to do; and the nodes whose connections are lost again and again.")
  @APIResponse(responseCode = "200", description = "The failures; none before the first round")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public ErrorsResponse errors() throws InterruptedException {
    large.admit();
    DiscoverySnapshot snapshot = discovery.snapshot();
    return snapshot
        .lastRound()
        .map(round -> ErrorsResponse.of(round, snapshot.flapping()))
        .orElse(ErrorsResponse.BEFORE_THE_FIRST_ROUND);
  }

  @GET
  @Path("/has-ran")
  @NonBlocking
  @Operation(
      operationId = "getHasRan",
      summary = "Whether a round has completed since the start, whatever its outcome",
      description = "It never goes back to false.")
  @APIResponse(responseCode = "200", description = "Whether it has")
  public HasRanResponse hasRan() {
    return new HasRanResponse(discovery.snapshot().hasRan());
  }

  private DiscoveryResponse waitFor(DiscoveryTimeout timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    DiscoveryResult result = discovery.discoverNodes(timeout.value());
    large.admit();
    return DiscoveryResponse.of(result, discovery.snapshot().hasRan());
  }
}
