package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeRecord;
import io.nessiecluster.cluster.state.NodeState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node.
 *
 * @param name its name
 * @param address where it was met or is looked for, else the host in its name; absent when neither
 *     tells
 * @param self whether it is this service's own node
 * @param state the code of a {@link NodeState}; of the own node {@code connected} when it is alive,
 *     else {@code failing}
 * @param connected whether it is connected; a vanished node may be
 * @param since when it came into its state; absent for the own node
 * @param direction which side dialled: {@code outbound} or {@code inbound}; absent when not
 *     connected
 * @param hidden whether it is a hidden node; absent when not known
 * @param discoveredBy the queries whose answers name it
 * @param failures dials in vain and losses since it was last connected
 * @param lastFailure the last of these, kept after a recovery; absent when there was none
 * @param events its last events, the newest first; absent in a list of nodes
 */
@RegisterForReflection
@Schema(description = "What is known of one node")
public record NodeResponse(
    @Schema(examples = {"app@10.0.0.1", "rabbit@rabbit-0.nodes.prod.svc.cluster.local"})
        String name,
    @Schema(examples = "10.0.0.1") @Nullable String address,
    boolean self,
    @Schema(examples = "connected") String state,
    boolean connected,
    @Nullable Instant since,
    @Schema(examples = "outbound") @Nullable String direction,
    @Nullable Boolean hidden,
    @Schema(examples = "[\"app.prod.svc.cluster.local.\"]") List<String> discoveredBy,
    int failures,
    @Nullable LastFailure lastFailure,
    @Nullable List<EventResponse> events) {

  /**
   * A dial in vain, or a lost connection.
   *
   * @param at when
   * @param cause the typed cause
   * @param detail what was seen on the wire
   * @param hint what to do about it; absent for a connection that was lost for once
   */
  @RegisterForReflection
  @Schema(description = "A dial in vain, or a lost connection")
  public record LastFailure(
      Instant at,
      @Schema(examples = "cookie_mismatch") String cause,
      String detail,
      @Nullable String hint) {}

  static NodeResponse of(OwnNode node) {
    return new NodeResponse(
        node.name().text(),
        node.name().host().orElse(null),
        true,
        (node.alive() ? NodeState.CONNECTED : NodeState.FAILING).code(),
        node.alive(),
        null,
        null,
        node.hidden(),
        List.of(),
        0,
        null,
        null);
  }

  static NodeResponse of(KnownNode node) {
    return new NodeResponse(
        node.name().text(),
        address(node).orElse(null),
        false,
        node.state().code(),
        node.isConnected(),
        node.since(),
        node.connection()
            .map(link -> link.direction().name().toLowerCase(Locale.ROOT))
            .orElse(null),
        node.connection().map(NodeConnection::hidden).orElse(null),
        node.discoveredBy().stream().sorted().toList(),
        node.failures(),
        node.trouble()
            .map(
                trouble ->
                    new LastFailure(
                        trouble.at(),
                        trouble.cause(),
                        trouble.detail(),
                        trouble.hint().orElse(null)))
            .orElse(null),
        null);
  }

  /** Where a node was met or is looked for, else the host in its name. */
  static Optional<String> address(KnownNode node) {
    return node.address().or(node.name()::host);
  }

  NodeResponse with(List<NodeRecord> history) {
    return new NodeResponse(
        name,
        address,
        self,
        state,
        connected,
        since,
        direction,
        hidden,
        discoveredBy,
        failures,
        lastFailure,
        history.stream().map(EventResponse::of).toList());
  }
}
