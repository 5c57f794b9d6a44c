package io.nessiecluster.rest;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Which fields are there depends on the type.
 *
 * @param type what: {@code node-discovered}, {@code node-connected}, {@code node-lost}, {@code
 *     node-failing}, {@code node-vanished}, {@code dns-failing}, {@code dns-recovered} or {@code
 *     round-completed}
 * @param at when
 * @param node to which node
 * @param state what the node was from then on; in the history of a node only
 * @param connected whether a vanished node is connected still
 * @param query the name that was looked up, or whose answer names the node
 * @param recordType the record type that was looked up
 * @param cause the typed cause of a failure or a loss
 * @param detail what was seen
 * @param hint what to do about it
 * @param failures how many failures in a row: of this cause when failing, of any kind before when
 *     connected or recovered
 * @param round the round that is complete
 */
@RegisterForReflection
@Schema(description = "Something that happened; which fields are there depends on the type")
public record EventResponse(
    @Schema(examples = "node-failing") String type,
    Instant at,
    @Schema(examples = "app@10.0.0.3") @Nullable String node,
    @Schema(examples = "failing") @Nullable String state,
    @Nullable Boolean connected,
    @Nullable String query,
    @Nullable String recordType,
    @Schema(examples = "cookie_mismatch") @Nullable String cause,
    @Nullable String detail,
    @Nullable String hint,
    @Nullable Integer failures,
    @Nullable Round round) {

  /**
   * A completed round, in short.
   *
   * @param durationMillis how long it took, in ms
   * @param nodes how many nodes were connected at its end, the own one included
   * @param errors how many nodes were dialled in vain
   * @param failedLookups how many lookups failed
   */
  @RegisterForReflection
  @Schema(description = "A completed round, in short")
  public record Round(
      long number,
      Instant startedAt,
      long durationMillis,
      int nodes,
      int errors,
      long failedLookups) {

    static Round of(DiscoveryRound round) {
      return new Round(
          round.number(),
          round.startedAt(),
          round.duration().toMillis(),
          round.nodes().size(),
          round.errors().size(),
          round.lookups().stream().filter(lookup -> lookup.outcome().isFailure()).count());
    }
  }

  static EventResponse of(NodeRecord entry) {
    return of(entry.event()).in(entry.state().code());
  }

  static EventResponse of(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeDiscovered e ->
          new EventResponse(
              "node-discovered",
              e.at(),
              e.node().text(),
              null,
              null,
              e.query(),
              null,
              null,
              null,
              null,
              null,
              null);
      case ClusterEvent.NodeConnected e ->
          new EventResponse(
              "node-connected",
              e.at(),
              e.node().text(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              e.failures(),
              null);
      case ClusterEvent.NodeLost e ->
          new EventResponse(
              "node-lost",
              e.at(),
              e.node().text(),
              null,
              null,
              null,
              null,
              e.cause().code(),
              e.detail(),
              null,
              null,
              null);
      case ClusterEvent.NodeFailing e ->
          new EventResponse(
              "node-failing",
              e.at(),
              e.node().text(),
              null,
              null,
              null,
              null,
              e.error().cause().code(),
              e.error().detail(),
              e.error().cause().hint(),
              e.failures(),
              null);
      case ClusterEvent.NodeVanished e ->
          new EventResponse(
              "node-vanished",
              e.at(),
              e.node().text(),
              null,
              e.connected(),
              null,
              null,
              null,
              null,
              null,
              null,
              null);
      case ClusterEvent.DnsFailing e -> ofLookup("dns-failing", e.at(), e.lookup(), e.failures());
      case ClusterEvent.DnsRecovered e ->
          ofLookup("dns-recovered", e.at(), e.lookup(), e.failures());
      case ClusterEvent.RoundCompleted e ->
          new EventResponse(
              "round-completed",
              e.at(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              Round.of(e.round()));
    };
  }

  private static EventResponse ofLookup(
      String type, Instant at, LookupResult lookup, int failures) {
    String cause = null;
    String detail = null;
    String hint = null;
    if (lookup.outcome() instanceof LookupOutcome.NoAnswer none && none.isFailure()) {
      cause = none.reason().causeCode();
      detail = none.detail();
      hint = none.reason().hint();
    }
    return new EventResponse(
        type,
        at,
        null,
        null,
        null,
        lookup.query(),
        lookup.type().name(),
        cause,
        detail,
        hint,
        failures,
        null);
  }

  private EventResponse in(String nodeState) {
    return new EventResponse(
        type,
        at,
        node,
        nodeState,
        connected,
        query,
        recordType,
        cause,
        detail,
        hint,
        failures,
        round);
  }
}
