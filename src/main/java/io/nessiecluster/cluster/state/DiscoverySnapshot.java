package io.nessiecluster.cluster.state;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a reader may want to know, at one moment: whoever shows the state shows it from
 * here alone. Immutable.
 *
 * @param self the own node
 * @param state what discovery is doing
 * @param hasRan whether a round has completed since the start, whatever its outcome
 * @param lastRound the last completed round
 * @param lastSuccess when the last round ended in which no lookup failed
 * @param roundEnd since when the last round is over; before the first, since discovery was made
 * @param answerEnd the same for the last round in which the DNS answered: no lookup failed, but for
 *     those of one address family beside the other's answer
 * @param failedRounds how many rounds in a row had no lookup that taught anything
 * @param nodes all known nodes but this one, by name
 * @param flapping the nodes whose connections are lost again and again, connected at this moment or
 *     not
 * @param conditions all of this in the form of Kubernetes' conditions, one of each type
 */
public record DiscoverySnapshot(
    NodeName self,
    DiscoveryState state,
    boolean hasRan,
    Optional<DiscoveryRound> lastRound,
    Optional<Instant> lastSuccess,
    Since roundEnd,
    Since answerEnd,
    int failedRounds,
    List<KnownNode> nodes,
    Map<NodeName, LossPattern> flapping,
    List<Condition> conditions) {

  public DiscoverySnapshot {
    nodes = List.copyOf(nodes);
    flapping = Map.copyOf(flapping);
    conditions = List.copyOf(conditions);
  }

  /** How many known nodes are in the state. */
  public long count(NodeState state) {
    return nodes.stream().filter(node -> node.state() == state).count();
  }

  /** How many nodes are connected, vanished ones included. */
  public long connected() {
    return nodes.stream().filter(KnownNode::isConnected).count();
  }

  /** How long ago the last round ended; empty before the first. */
  public Optional<Duration> lastRoundAge() {
    return lastRound.map(round -> roundEnd.age());
  }
}
