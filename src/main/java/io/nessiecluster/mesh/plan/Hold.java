package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.LinkState;
import io.nessiecluster.mesh.Mesh;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;

/**
 * What holds the members of an island together: links that both sides tell of now. What only a
 * silent member holds may be two islands by now, and is to be taken for no one. For one plan, and
 * one thread; each member is looked at once.
 */
final class Hold {

  private final Mesh mesh;
  private final Map<NodeName, Integer> groups = new HashMap<>();
  private int count;

  Hold(Mesh mesh) {
    this.mesh = mesh;
  }

  /** Whether such links lead from one of an island to another one of it. */
  boolean holds(NodeName one, NodeName other, Island island) {
    if (!groups.containsKey(one)) {
      gather(one, island);
    }
    return Objects.equals(groups.get(one), groups.get(other));
  }

  private void gather(NodeName first, Island island) {
    int group = count++;
    Set<NodeName> others = new LinkedHashSet<>(island.members());
    others.removeAll(groups.keySet());
    Queue<NodeName> reached = new ArrayDeque<>();
    others.remove(first);
    for (NodeName at = first; at != null; at = reached.poll()) {
      groups.put(at, group);
      for (Iterator<NodeName> each = others.iterator(); each.hasNext(); ) {
        NodeName next = each.next();
        if (mesh.link(at, next) == LinkState.BOTH) {
          reached.add(next);
          each.remove();
        }
      }
    }
  }
}
