package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.NodeConnections;
import io.nessiecluster.cluster.state.KnownNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Connects and disconnects one node by hand; closed unless the settings open it. */
@Tag(name = "Nodes")
@Path("/cluster/nodes")
@Produces(MediaType.APPLICATION_JSON)
@Guarded
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "ReadOnly")
public class ConnectionResource {

  private static final String NAME = "The whole name, basename@host";
  private static final String STAYS_UP = "rounds leave a connected node alone";
  private static final String COMES_BACK =
      "the DNS names this node: the next round dials it again; POST /cluster/stop first to keep it"
          + " disconnected";
  private static final String STAYS_AWAY =
      "the DNS does not name this node: no round dials it; it may dial this service again";

  private final Discovery discovery;
  private final NodeConnections connections;

  ConnectionResource(Discovery discovery, NodeConnections connections) {
    this.discovery = discovery;
    this.connections = connections;
  }

  @POST
  @Path("/{name}/connection")
  @RunOnVirtualThread
  @Operation(
      operationId = "connectNode",
      summary = "Connect to a known node now",
      description =
          "Waits for at most nessie-cluster.connect-timeout. Works while discovery is stopped too. A"
              + " node that is connected already is left as it is.")
  @APIResponse(
      responseCode = "200",
      description = "It is connected",
      content = @Content(schema = @Schema(implementation = ConnectionResponse.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(
      responseCode = "502",
      description = "It could not be connected; the problem has the typed cause",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = ConnectProblem.class)))
  public Response connect(@Parameter(description = NAME) @RestPath String name)
      throws InterruptedException {
    NodeName node = known(name).name();
    Optional<NodeConnectError> error = connections.connect(node);
    return error
        .map(
            failed ->
                Response.status(ConnectProblem.STATUS)
                    .type(Problem.MEDIA_TYPE)
                    .entity(ConnectProblem.of(failed)))
        .orElseGet(() -> Response.ok(new ConnectionResponse(nameOf(node), true, STAYS_UP)))
        .build();
  }

  @DELETE
  @Path("/{name}/connection")
  @RunOnVirtualThread
  @Operation(
      operationId = "disconnectNode",
      summary = "Disconnect from a known node now",
      description =
          "A node that the DNS names is dialled again by the next round, as any lost node is: stop"
              + " discovery first to keep it disconnected. A node that is not connected is left as it"
              + " is.")
  @APIResponse(responseCode = "200", description = "It is not connected")
  @APIResponse(responseCode = "404", ref = "NotFound")
  public ConnectionResponse disconnect(@Parameter(description = NAME) @RestPath String name) {
    KnownNode node = known(name);
    connections.disconnect(node.name());
    return new ConnectionResponse(
        name,
        connections.isConnected(node.name()),
        node.discoveredBy().isEmpty() ? STAYS_AWAY : COMES_BACK);
  }

  /** What a node is called now that it is connected: it may have told its name at this dial. */
  private String nameOf(NodeName dialled) {
    List<KnownNode> nodes = discovery.snapshot().nodes();
    return nodes.stream().anyMatch(node -> node.name().equals(dialled))
        ? dialled.text()
        : nodes.stream()
            .filter(node -> node.isConnected() && wasMetAt(dialled, node))
            .map(node -> node.name().text())
            .findFirst()
            .orElse(dialled.text());
  }

  private static boolean wasMetAt(NodeName target, KnownNode node) {
    Optional<String> basename = target.basename();
    return node.address().equals(target.host())
        && (basename.equals(Optional.of(PeerNames.ANY)) || basename.equals(node.name().basename()));
  }

  private KnownNode known(String name) {
    return discovery.snapshot().nodes().stream()
        .filter(node -> node.name().text().equals(name))
        .findFirst()
        .orElseThrow(() -> ProblemException.unknownNode(name));
  }
}
