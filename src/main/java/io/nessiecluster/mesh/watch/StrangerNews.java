package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Stranger;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Notices strangers whom the sweep before did not see: nodes that start, which the DNS may name by
 * now. For use by one thread.
 */
final class StrangerNews {

  private int seen;
  private Set<NodeName> first = Set.of();

  /** Whether this sweep saw one more, or another one among those that are listed. */
  boolean isIn(MeshSnapshot mesh) {
    Set<NodeName> listed =
        mesh.strangersFirst().stream().map(Stranger::node).collect(Collectors.toUnmodifiableSet());
    boolean isNew = mesh.strangers() > seen || !first.containsAll(listed);
    seen = mesh.strangers();
    first = listed;
    return isNew;
  }
}
