package io.nessiecluster.mesh.check;

import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.Stranger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the checks judge, at the end of a sweep.
 *
 * @param members by name
 * @param islands the largest first
 * @param strangers how many there are
 * @param strangersFirst the first of them
 * @param globalNames the names that are registered with {@code global} in an island, by its number;
 *     of islands of which that could be asked, and only where there are two or more of them
 */
public record Evidence(
    List<Witness> members,
    List<Island> islands,
    int strangers,
    List<Stranger> strangersFirst,
    Map<Integer, Set<String>> globalNames) {

  public Evidence {
    members = List.copyOf(members);
    islands = List.copyOf(islands);
    strangersFirst = List.copyOf(strangersFirst);
    globalNames = Map.copyOf(globalNames);
  }
}
