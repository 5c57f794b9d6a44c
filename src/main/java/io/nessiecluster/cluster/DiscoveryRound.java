package io.nessiecluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

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

  /** When it ended. */
  public Instant endedAt() {
    return startedAt.plus(duration);
  }
}
