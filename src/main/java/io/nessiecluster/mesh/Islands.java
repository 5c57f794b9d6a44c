package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which members hang together. Grows by links; for use by one thread. */
final class Islands {

  private static final Comparator<Island> ORDER =
      Comparator.<Island>comparingInt(island -> -island.members().size())
          .thenComparing(island -> island.members().getFirst());

  private final int[] parents;

  /** So many members, each of them alone. */
  Islands(int members) {
    parents = new int[members];
    for (int i = 0; i < members; i++) {
      parents[i] = i;
    }
  }

  /** These two are linked. */
  void link(int one, int other) {
    parents[root(one)] = root(other);
  }

  private int root(int member) {
    int at = member;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /**
   * All of them, the largest first, those of one size by their lowest names.
   *
   * @param views by number; null for those without
   */
  List<Island> all(Roster roster, Views views) {
    Map<Integer, List<NodeName>> members = new TreeMap<>();
    Map<Integer, Boolean> seen = new TreeMap<>();
    for (int i = 0; i < parents.length; i++) {
      int root = root(i);
      members.computeIfAbsent(root, _ -> new ArrayList<>()).add(roster.name(i));
      seen.merge(root, views.isFresh(i), Boolean::logicalOr);
    }
    return members.entrySet().stream()
        .map(e -> new Island(seen.getOrDefault(e.getKey(), false), e.getValue()))
        .sorted(ORDER)
        .toList();
  }
}
