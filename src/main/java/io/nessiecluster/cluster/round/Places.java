package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.state.ClusterState;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A bound on the nodes that are known, so that a DNS which names ever more of them takes no more
 * memory than there is. Those beyond it are neither known nor dialled but listed as errors of the
 * round, and the log says so once. For use by one thread at a time.
 */
final class Places {

  /** Most nodes that are known: what fits the memory that the service is shipped with. */
  static final int MOST = 16_384;

  private static final int MOST_LISTED = 100;

  private final int most;
  private final ClusterLogger logger;
  private boolean full;

  /**
   * Places for {@code most} nodes.
   *
   * @param logger is told when they are full, and when they suffice again
   */
  Places(int most, ClusterLogger logger) {
    this.most = most;
    this.logger = logger;
  }

  /**
   * Takes out of what was found the nodes for which there is no place.
   *
   * @return an error for each of them, of very many for the first hundred
   */
  List<NodeConnectError> withhold(Map<NodeName, Set<Question>> found, ClusterState state) {
    Set<NodeName> surplus = state.targets().withoutPlace(found.keySet(), most);
    found.keySet().removeAll(surplus);
    if (full == surplus.isEmpty()) {
      full = !surplus.isEmpty();
      logger.log(
          full ? Level.WARNING : Level.INFO,
          full
              ? "the DNS names %d nodes more than the %d that may be known, such as %s: they are not dialled"
                  .formatted(surplus.size(), most, surplus.iterator().next())
              : "there is a place again for every node that the DNS names");
    }
    String detail =
        "not dialled: %d nodes are known, the most that may be, and %d find no place"
            .formatted(most, surplus.size());
    return surplus.stream()
        .limit(MOST_LISTED)
        .map(node -> new NodeConnectError(node, ConnectCause.OUT_OF_RESOURCES, detail))
        .toList();
  }

  static List<NodeConnectError> joined(List<NodeConnectError> some, List<NodeConnectError> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
