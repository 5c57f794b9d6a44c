package io.nessiecluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A completed round of discovery. What failed in it is data: a round as such never fails.
 *
 * @param number counts from 1 since the start of this process
 * @param startedAt when it began
 * @param duration how long it took, lookups and dials included
 * @param nodes all nodes at its end, this one first, found by DNS or not
 * @param errors the nodes that were dialled in vain
 * @param lookups every lookup, in the order of the queries and record types
 */
public record DiscoveryRound(
    long number,
    Instant startedAt,
    Duration duration,
    List<NodeName> nodes,
    List<NodeConnectError> errors,
    List<LookupResult> lookups) {

  public DiscoveryRound {
    nodes = List.copyOf(nodes);
    errors = List.copyOf(errors);
    lookups = List.copyOf(lookups);
  }

  /**
   * The same round, which holds in common with an earlier one what is equal in both: a history of a
   * thousand nodes that fail for one cause is not a thousand texts for each round.
   */
  public DiscoveryRound sharing(DiscoveryRound earlier) {
    Map<NodeConnectError, NodeConnectError> known = new HashMap<>();
    earlier.errors.forEach(error -> known.put(error, error));
    return new DiscoveryRound(
        number,
        startedAt,
        duration,
        nodes.equals(earlier.nodes) ? earlier.nodes : nodes,
        errors.stream().map(error -> known.getOrDefault(error, error)).toList(),
        lookups);
  }

  /** When it ended. */
  public Instant endedAt() {
    return startedAt.plus(duration);
  }
}
