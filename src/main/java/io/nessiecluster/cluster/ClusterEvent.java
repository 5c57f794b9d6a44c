package io.nessiecluster.cluster;

import java.time.Instant;
import java.util.Optional;

/** Something that happened, told once. */
public sealed interface ClusterEvent {

  /** When it happened. */
  Instant at();

  /** The stable name of what happened, such as {@code node-connected}. */
  default String code() {
    return switch (this) {
      case NodeDiscovered _ -> "node-discovered";
      case NodeNamed _ -> "node-named";
      case NodeConnected _ -> "node-connected";
      case NodeLost _ -> "node-lost";
      case NodeFailing _ -> "node-failing";
      case NodeVanished _ -> "node-vanished";
      case DnsFailing _ -> "dns-failing";
      case DnsRecovered _ -> "dns-recovered";
      case MeshSplit _ -> "mesh-split";
      case MeshWhole _ -> "mesh-whole";
      case LinkMissing _ -> "link-missing";
      case LinkRestored _ -> "link-restored";
      case CheckChanged _ -> "check-changed";
      case MemberJoined _ -> "member-joined";
      case JoinFailed _ -> "join-failed";
      case JoinRefused _ -> "join-refused";
      case JoinAdvised _ -> "join-advised";
      case NameClash _ -> "name-clash";
      case ActedByHand _ -> "acted-by-hand";
      case RoundCompleted _ -> "round-completed";
    };
  }

  /** What happens to one node. */
  sealed interface NodeEvent extends ClusterEvent {
    /** The node that it happened to. */
    NodeName node();
  }

  /** The DNS names a node that was not known. */
  record NodeDiscovered(Instant at, NodeName node, String query) implements NodeEvent {}

  /**
   * The node at a target has told its name and proven the cookie: what was known of the target is
   * known of the node from now on.
   *
   * @param target {@code basename@address}, by which it was known until now
   */
  record NodeNamed(Instant at, NodeName node, NodeName target) implements NodeEvent {}

  /**
   * A connection came up.
   *
   * @param failures dials in vain, or losses, since it was last connected
   */
  record NodeConnected(Instant at, NodeName node, int failures) implements NodeEvent {}

  /**
   * A connection was lost.
   *
   * @param hint what to do about it, when it happens again and again
   */
  record NodeLost(Instant at, NodeName node, LossCause cause, String detail, Optional<String> hint)
      implements NodeEvent {

    /** A loss about which a single one tells nothing. */
    public NodeLost(Instant at, NodeName node, LossCause cause, String detail) {
      this(at, node, cause, detail, Optional.empty());
    }
  }

  /**
   * A dial failed.
   *
   * @param failures how often in a row for this cause
   */
  record NodeFailing(Instant at, NodeName node, NodeConnectError error, int failures)
      implements NodeEvent {}

  /** The DNS no longer names the node. */
  record NodeVanished(Instant at, NodeName node, boolean connected) implements NodeEvent {}

  /**
   * A lookup failed: nothing was learnt.
   *
   * @param failures how often in a row for this reason
   */
  record DnsFailing(Instant at, LookupResult lookup, int failures) implements ClusterEvent {}

  /**
   * A lookup that failed before was answered, be it with "there is none".
   *
   * @param failures how often it had failed
   */
  record DnsRecovered(Instant at, LookupResult lookup, int failures) implements ClusterEvent {}

  /** What happens between the nodes, as they tell it themselves. */
  sealed interface MeshEvent extends ClusterEvent {}

  /**
   * The nodes are two islands or more, for as long as a mesh must stand before it is judged.
   *
   * @param detail one line: the sizes of the islands, and whose links are missing
   */
  record MeshSplit(Instant at, int members, int islands, String detail) implements MeshEvent {}

  /** Each node is linked with each other one again, or for the first time. */
  record MeshWhole(Instant at, int members) implements MeshEvent {}

  /**
   * A link between two nodes is missing in two sweeps running, or its cause has been found, or is
   * another one.
   *
   * @param cause the code of the cause, on the way from {@code from} to {@code to}; empty until it
   *     is known
   * @param detail one line
   */
  record LinkMissing(Instant at, NodeName from, NodeName to, Optional<String> cause, String detail)
      implements MeshEvent {}

  /** A link that was told to be missing is there, seen from both sides. */
  record LinkRestored(Instant at, NodeName from, NodeName to) implements MeshEvent {}

  /**
   * A check came to something else than before.
   *
   * @param check its code
   * @param status the code of what it came to
   * @param evidence one line
   */
  record CheckChanged(Instant at, String check, String status, String evidence)
      implements MeshEvent {}

  /**
   * This service has joined a node with others.
   *
   * @param node which was asked
   * @param to with which it is connected now
   * @param kind the code of what was joined: a newcomer, an island or a link
   */
  record MemberJoined(Instant at, NodeName node, NodeName to, String kind) implements MeshEvent {}

  /**
   * A join was tried in vain.
   *
   * @param detail one line
   */
  record JoinFailed(Instant at, NodeName node, NodeName to, String kind, String detail)
      implements MeshEvent {}

  /**
   * A join is not made, for a reason that is new.
   *
   * @param rule the code of the rule that forbids it
   * @param detail one line
   */
  record JoinRefused(
      Instant at, NodeName node, NodeName to, String kind, String rule, String detail)
      implements MeshEvent {}

  /**
   * A join would be made, if the mode were to.
   *
   * @param detail one line
   */
  record JoinAdvised(Instant at, NodeName node, NodeName to, String kind, String detail)
      implements MeshEvent {}

  /**
   * Names were registered with {@code global} on both sides of a join that was made: of each,
   * {@code global} has ended one of the two processes.
   *
   * @param detail one line: the first of the names
   */
  record NameClash(Instant at, NodeName node, NodeName to, String detail) implements MeshEvent {}

  /**
   * Somebody has changed what runs, or tried to, by hand.
   *
   * @param act what was asked for, one line
   * @param caller the address from which
   * @param outcome {@code done}, {@code refused} or {@code failed}
   */
  record ActedByHand(Instant at, String act, String caller, String outcome)
      implements ClusterEvent {}

  /** A round is complete. */
  record RoundCompleted(Instant at, DiscoveryRound round) implements ClusterEvent {}
}
