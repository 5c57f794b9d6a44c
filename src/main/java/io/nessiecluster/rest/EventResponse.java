package io.nessiecluster.rest;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.state.NodeRecord;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Which fields are there depends on the type.
 *
 * @param type what: {@code node-discovered}, {@code node-named}, {@code node-connected}, {@code
 *     node-lost}, {@code node-failing}, {@code node-vanished}, {@code dns-failing}, {@code
 *     dns-recovered}, {@code round-completed}, {@code mesh-split}, {@code mesh-whole}, {@code
 *     link-missing}, {@code link-restored}, {@code check-changed}, {@code member-joined}, {@code
 *     join-failed}, {@code join-refused}, {@code join-advised}, {@code name-clash} or {@code
 *     acted-by-hand}
 * @param at when
 * @param node to which node
 * @param target by which {@code basename@address} a named node was known until now
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
 * @param peer the other node of a link between two
 * @param members how many nodes the mesh has
 * @param islands how many islands they are
 * @param check the code of the check
 * @param status what the check came to
 * @param kind what is joined, by its code in a plan: {@code newcomer}, say
 * @param rule why a join is not made
 * @param act what was asked for by hand: method and path
 * @param caller from which address
 * @param outcome what came of an act by hand: {@code done}, {@code refused} or {@code failed}
 */
@RegisterForReflection
@Schema(description = "Something that happened; which fields are there depends on the type")
public record EventResponse(
    @Schema(examples = "node-failing") String type,
    Instant at,
    @Schema(examples = {"app@10.0.0.3", "rabbit@rabbit-0.nodes.prod.svc.cluster.local"})
        @Nullable String node,
    @Schema(examples = "rabbit@10.0.0.3") @Nullable String target,
    @Schema(examples = "failing") @Nullable String state,
    @Nullable Boolean connected,
    @Nullable String query,
    @Nullable String recordType,
    @Schema(examples = "cookie_mismatch") @Nullable String cause,
    @Nullable String detail,
    @Nullable String hint,
    @Nullable Integer failures,
    @Nullable Round round,
    @Schema(examples = "app@10.0.0.4") @Nullable String peer,
    @Nullable Integer members,
    @Nullable Integer islands,
    @Schema(examples = "mnesia_whole") @Nullable String check,
    @Schema(examples = "fail") @Nullable String status,
    @Schema(examples = "newcomer") @Nullable String kind,
    @Schema(examples = "way_blocked") @Nullable String rule,
    @Schema(examples = "POST /cluster/stop") @Nullable String act,
    @Schema(examples = "10.0.0.7") @Nullable String caller,
    @Schema(
            examples = "done",
            enumeration = {"done", "refused", "failed"})
        @Nullable String outcome) {

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
    return draft(entry.event()).state(entry.state().code()).done();
  }

  static EventResponse of(ClusterEvent event) {
    return draft(event).done();
  }

  private static EventDraft draft(ClusterEvent event) {
    EventDraft draft = new EventDraft(event);
    return switch (event) {
      case ClusterEvent.NodeDiscovered e -> draft.node(e.node()).query(e.query());
      case ClusterEvent.NodeNamed e -> draft.node(e.node()).target(e.target());
      case ClusterEvent.NodeConnected e -> draft.node(e.node()).failures(e.failures());
      case ClusterEvent.NodeLost e ->
          draft.node(e.node()).trouble(e.cause().code(), e.detail(), e.hint().orElse(null));
      case ClusterEvent.NodeFailing e ->
          draft
              .node(e.node())
              .trouble(e.error().cause().code(), e.error().detail(), e.error().cause().hint())
              .failures(e.failures());
      case ClusterEvent.NodeVanished e -> draft.node(e.node()).connected(e.connected());
      case ClusterEvent.DnsFailing e -> draft.lookup(e.lookup()).failures(e.failures());
      case ClusterEvent.DnsRecovered e -> draft.lookup(e.lookup()).failures(e.failures());
      case ClusterEvent.MeshSplit e -> draft.mesh(e.members(), e.islands()).detail(e.detail());
      case ClusterEvent.MeshWhole e -> draft.mesh(e.members(), 1);
      case ClusterEvent.LinkMissing e ->
          draft.node(e.from()).peer(e.to()).cause(e.cause()).detail(e.detail());
      case ClusterEvent.LinkRestored e -> draft.node(e.from()).peer(e.to());
      case ClusterEvent.CheckChanged e -> draft.check(e.check(), e.status()).detail(e.evidence());
      case ClusterEvent.MemberJoined e -> draft.node(e.node()).peer(e.to()).kind(e.kind());
      case ClusterEvent.JoinFailed e ->
          draft.node(e.node()).peer(e.to()).kind(e.kind()).detail(e.detail());
      case ClusterEvent.JoinRefused e ->
          draft.node(e.node()).peer(e.to()).kind(e.kind()).refused(e.rule()).detail(e.detail());
      case ClusterEvent.JoinAdvised e ->
          draft.node(e.node()).peer(e.to()).kind(e.kind()).detail(e.detail());
      case ClusterEvent.NameClash e -> draft.node(e.node()).peer(e.to()).detail(e.detail());
      case ClusterEvent.ActedByHand e -> draft.act(e.act(), e.caller(), e.outcome());
      case ClusterEvent.RoundCompleted e -> draft.round(Round.of(e.round()));
    };
  }
}
