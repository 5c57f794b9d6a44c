package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import java.util.List;
import java.util.Optional;

/**
 * What discovery by hand returns.
 *
 * @param nodes this node and all that it is connected to, found by DNS or not
 * @param errors the nodes that the round dialled in vain
 * @param round the round that was waited for; empty when none was (not asked to wait, or nothing to
 *     query)
 * @param underWay whether a round was asked for and nobody waited for it: it runs, or will
 */
public record DiscoveryResult(
    List<NodeName> nodes,
    List<NodeConnectError> errors,
    Optional<DiscoveryRound> round,
    boolean underWay) {

  public DiscoveryResult {
    nodes = List.copyOf(nodes);
    errors = List.copyOf(errors);
  }

  /** The answer to those who do not wait. */
  static DiscoveryResult requested() {
    return new DiscoveryResult(List.of(), List.of(), Optional.empty(), true);
  }

  /** The answer when there is nothing to query. */
  static DiscoveryResult ignoring(List<NodeName> nodes) {
    return new DiscoveryResult(nodes, List.of(), Optional.empty(), false);
  }

  static DiscoveryResult of(DiscoveryRound round) {
    return new DiscoveryResult(round.nodes(), round.errors(), Optional.of(round), false);
  }
}
