package io.nessiecluster.rest;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.NodeRecord;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.plan.Rule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened. Which fields are there depends on the type.
 *
 * @param type what: {@code node-discovered}, {@code node-named}, {@code node-connected}, {@code
 *     node-lost}, {@code node-failing}, {@code node-vanished}, {@code dns-failing}, {@code
 *     dns-recovered}, {@code round-completed}, {@code mesh-split}, {@code mesh-whole}, {@code
 *     link-missing}, {@code link-restored}, {@code check-changed}, {@code member-joined}, {@code
 *     join-failed}, {@code join-refused}, {@code join-advised} or {@code name-clash}
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
    @Schema(examples = "way_blocked") @Nullable String rule) {

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

  private static Draft draft(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeDiscovered e ->
          new Draft("node-discovered", e.at()).node(e.node()).query(e.query());
      case ClusterEvent.NodeNamed e ->
          new Draft("node-named", e.at()).node(e.node()).target(e.target());
      case ClusterEvent.NodeConnected e ->
          new Draft("node-connected", e.at()).node(e.node()).failures(e.failures());
      case ClusterEvent.NodeLost e ->
          new Draft("node-lost", e.at())
              .node(e.node())
              .trouble(e.cause().code(), e.detail(), e.hint().orElse(null));
      case ClusterEvent.NodeFailing e ->
          new Draft("node-failing", e.at())
              .node(e.node())
              .trouble(e.error().cause().code(), e.error().detail(), e.error().cause().hint())
              .failures(e.failures());
      case ClusterEvent.NodeVanished e ->
          new Draft("node-vanished", e.at()).node(e.node()).connected(e.connected());
      case ClusterEvent.DnsFailing e ->
          new Draft("dns-failing", e.at()).lookup(e.lookup()).failures(e.failures());
      case ClusterEvent.DnsRecovered e ->
          new Draft("dns-recovered", e.at()).lookup(e.lookup()).failures(e.failures());
      case ClusterEvent.MeshSplit e ->
          new Draft("mesh-split", e.at()).mesh(e.members(), e.islands()).detail(e.detail());
      case ClusterEvent.MeshWhole e -> new Draft("mesh-whole", e.at()).mesh(e.members(), 1);
      case ClusterEvent.LinkMissing e ->
          new Draft("link-missing", e.at())
              .node(e.from())
              .peer(e.to())
              .cause(e.cause())
              .detail(e.detail());
      case ClusterEvent.LinkRestored e ->
          new Draft("link-restored", e.at()).node(e.from()).peer(e.to());
      case ClusterEvent.CheckChanged e ->
          new Draft("check-changed", e.at()).check(e.check(), e.status()).detail(e.evidence());
      case ClusterEvent.MemberJoined e ->
          new Draft("member-joined", e.at()).node(e.node()).peer(e.to()).kind(e.kind());
      case ClusterEvent.JoinFailed e ->
          new Draft("join-failed", e.at())
              .node(e.node())
              .peer(e.to())
              .kind(e.kind())
              .detail(e.detail());
      case ClusterEvent.JoinRefused e ->
          new Draft("join-refused", e.at())
              .node(e.node())
              .peer(e.to())
              .kind(e.kind())
              .refused(e.rule())
              .detail(e.detail());
      case ClusterEvent.JoinAdvised e ->
          new Draft("join-advised", e.at())
              .node(e.node())
              .peer(e.to())
              .kind(e.kind())
              .detail(e.detail());
      case ClusterEvent.NameClash e ->
          new Draft("name-clash", e.at()).node(e.node()).peer(e.to()).detail(e.detail());
      case ClusterEvent.RoundCompleted e ->
          new Draft("round-completed", e.at()).round(Round.of(e.round()));
    };
  }

  /** An event with the fields that its type has, so far. */
  private static final class Draft {
    private final String type;
    private final Instant at;
    private @Nullable String node;
    private @Nullable String target;
    private @Nullable String state;
    private @Nullable Boolean connected;
    private @Nullable String query;
    private @Nullable String recordType;
    private @Nullable String cause;
    private @Nullable String detail;
    private @Nullable String hint;
    private @Nullable Integer failures;
    private @Nullable Round round;
    private @Nullable String peer;
    private @Nullable Integer members;
    private @Nullable Integer islands;
    private @Nullable String check;
    private @Nullable String status;
    private @Nullable String kind;
    private @Nullable String rule;

    Draft(String type, Instant at) {
      this.type = type;
      this.at = at;
    }

    Draft node(NodeName name) {
      node = name.text();
      return this;
    }

    Draft state(String code) {
      state = code;
      return this;
    }

    Draft target(NodeName name) {
      target = name.text();
      return this;
    }

    Draft connected(boolean still) {
      connected = still;
      return this;
    }

    Draft query(String name) {
      query = name;
      return this;
    }

    Draft lookup(LookupResult lookup) {
      query = lookup.query();
      recordType = lookup.type().name();
      return lookup
          .outcome()
          .failure()
          .map(why -> trouble(why.reason().causeCode(), why.detail(), why.reason().hint()))
          .orElse(this);
    }

    Draft trouble(String newCause, String newDetail, @Nullable String newHint) {
      cause = newCause;
      detail = newDetail;
      hint = newHint;
      return this;
    }

    Draft failures(int inARow) {
      failures = inARow;
      return this;
    }

    Draft round(Round completed) {
      round = completed;
      return this;
    }

    Draft peer(NodeName name) {
      peer = name.text();
      return this;
    }

    /** Of a link that is missing. */
    Draft cause(Optional<String> code) {
      cause = code.orElse(null);
      hint = code.flatMap(LinkCause::of).map(LinkCause::hint).orElse(null);
      return this;
    }

    Draft detail(String line) {
      detail = line;
      return this;
    }

    Draft mesh(int ofMembers, int ofIslands) {
      members = ofMembers;
      islands = ofIslands;
      return this;
    }

    Draft check(String id, String cameTo) {
      check = id;
      status = cameTo;
      return this;
    }

    Draft kind(String code) {
      kind = code;
      return this;
    }

    Draft refused(String code) {
      rule = code;
      hint = Rule.of(code).map(Rule::hint).orElse(null);
      return this;
    }

    EventResponse done() {
      return new EventResponse(
          type,
          at,
          node,
          target,
          state,
          connected,
          query,
          recordType,
          cause,
          detail,
          hint,
          failures,
          round,
          peer,
          members,
          islands,
          check,
          status,
          kind,
          rule);
    }
  }
}
