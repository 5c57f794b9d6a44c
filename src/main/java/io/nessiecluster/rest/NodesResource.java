package io.nessiecluster.rest;

import io.nessiecluster.cluster.Discovery;
import io.nessiecluster.cluster.LocalNode;
import io.nessiecluster.cluster.NodeState;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The own node and every known one. */
@Path("/cluster/nodes")
@Produces(MediaType.APPLICATION_JSON)
public class NodesResource {

  private static final List<String> STATES =
      Arrays.stream(NodeState.values()).map(NodeState::code).toList();

  private final Discovery discovery;
  private final LocalNode.Source localNode;

  NodesResource(Discovery discovery, LocalNode.Source localNode) {
    this.discovery = discovery;
    this.localNode = localNode;
  }

  @GET
  @NonBlocking
  @Operation(summary = "The own node, then every known node by name")
  @APIResponse(responseCode = "200", description = "The nodes, or those in the given state")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  public NodesResponse nodes(
      @Parameter(
              description = "Only nodes in this state",
              schema = @Schema(enumeration = {"discovered", "connected", "failing", "vanished"}))
          @RestQuery
          @Nullable String state) {
    if (state != null && !STATES.contains(state)) {
      throw new BadParameterException(
          "state=%s: allowed are %s".formatted(state, String.join(", ", STATES)));
    }
    return new NodesResponse(
        all().filter(node -> state == null || node.state().equals(state)).toList());
  }

  @GET
  @Path("/{name}")
  @NonBlocking
  @Operation(summary = "One node")
  @APIResponse(responseCode = "200", description = "What is known of it")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public NodeResponse node(
      @Parameter(description = "The whole name, basename@address") @RestPath String name) {
    return all()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(NotFoundException::new);
  }

  private Stream<NodeResponse> all() {
    return Stream.concat(
        Stream.of(NodeResponse.of(localNode.localNode())),
        discovery.snapshot().nodes().stream().map(NodeResponse::of));
  }
}
