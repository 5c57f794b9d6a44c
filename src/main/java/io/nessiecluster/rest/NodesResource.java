package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.state.NodeState;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The own node and every known one. */
@Tag(name = "Nodes")
@Path("/cluster/nodes")
@Produces(MediaType.APPLICATION_JSON)
public class NodesResource {

  private static final List<String> STATES =
      Arrays.stream(NodeState.values()).map(NodeState::code).toList();

  private final Discovery discovery;
  private final OwnNode.Source ownNode;
  private final LargeAnswers large;

  private final JsonCache<ClusterView> everyNode;

  NodesResource(
      Discovery discovery, OwnNode.Source ownNode, LargeAnswers large, ObjectMapper mapper) {
    this.discovery = discovery;
    this.ownNode = ownNode;
    this.large = large;
    this.everyNode = new JsonCache<>(mapper, view -> new NodesResponse(all(view).toList()));
  }

  @GET
  @RunOnVirtualThread
  @Operation(
      operationId = "listNodes",
      summary = "The own node, then every known node by name",
      description = "Without their events, which each tells alone.")
  @APIResponse(
      responseCode = "200",
      description = "The nodes, or those in the given state",
      content = @Content(schema = @Schema(implementation = NodesResponse.class)))
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public Response nodes(
      @Parameter(
              description = "Only nodes in this state",
              schema = @Schema(enumeration = {"discovered", "connected", "failing", "vanished"}))
          @RestQuery
          @Nullable String state)
      throws InterruptedException {
    if (state != null && !STATES.contains(state)) {
      throw new BadParameterException(
          "state=%s: allowed are %s".formatted(state, String.join(", ", STATES)));
    }
    large.admit();
    ClusterView view = ClusterView.of(discovery, ownNode);
    Object nodes =
        state == null
            ? everyNode.json(view)
            : new NodesResponse(all(view).filter(node -> node.state().equals(state)).toList());
    return Response.ok(nodes).build();
  }

  @GET
  @Path("/{name}")
  @NonBlocking
  @Operation(
      operationId = "getNode",
      summary = "One node, with its last events",
      description =
          "As many as nessie-cluster.history.events-per-node are in memory, the newest first.")
  @APIResponse(responseCode = "200", description = "What is known of it")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public NodeResponse node(
      @Parameter(description = "The whole name, basename@host") @RestPath String name) {
    OwnNode self = ownNode.ownNode();
    if (self.name().text().equals(name)) {
      return NodeResponse.of(self);
    }
    return discovery.snapshot().nodes().stream()
        .filter(node -> node.name().text().equals(name))
        .findFirst()
        .map(node -> NodeResponse.of(node).with(discovery.historyOf(node.name())))
        .orElseThrow(() -> ProblemException.unknownNode(name));
  }

  private static Stream<NodeResponse> all(ClusterView view) {
    return Stream.concat(
        Stream.of(NodeResponse.of(view.self())),
        view.snapshot().nodes().stream().map(NodeResponse::of));
  }
}
