package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What discovery by hand returns.
 *
 * @param nodes this node and all that it is connected to, found by DNS or not
 * @param errors the nodes that the round dialled in vain
 * @param round the round that was waited for; empty when none was (not asked to wait, or nothing to
 *     query)
 * @param underWay the number of the round that was asked for and that nobody waited for: it runs,
 *     or will; empty when none was
 */
public record DiscoveryResult(
    List<NodeName> nodes,
    List<NodeConnectError> errors,
    Optional<DiscoveryRound> round,
    OptionalLong underWay) {

  public DiscoveryResult {
    nodes = List.copyOf(nodes);
    errors = List.copyOf(errors);
  }

  /** The answer to those who do not wait. */
  static DiscoveryResult requested(long number) {
    return new DiscoveryResult(List.of(), List.of(), Optional.empty(), OptionalLong.of(number));
  }

  /** The answer when there is nothing to query. */
  static DiscoveryResult ignoring(List<NodeName> nodes) {
    return new DiscoveryResult(nodes, List.of(), Optional.empty(), OptionalLong.empty());
  }

  static DiscoveryResult of(DiscoveryRound round) {
    return new DiscoveryResult(
        round.nodes(), round.errors(), Optional.of(round), OptionalLong.empty());
  }
}
