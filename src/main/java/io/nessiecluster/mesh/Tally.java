package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.List;

/**
 * How one member is linked with the others.
 *
 * @param fresh whether it has a fresh view
 * @param island number of its island
 * @param sees how many members it lists
 * @param missedBy how many members do not list it; of those with fresh views, its own one fresh
 *     too, as in the next two
 * @param misses the first of the members that it does not list, by name
 * @param missedByFirst the first of those who do not list it, by name
 */
public record Tally(
    boolean fresh,
    int island,
    int sees,
    int missedBy,
    List<NodeName> misses,
    List<NodeName> missedByFirst) {

  public Tally {
    misses = List.copyOf(misses);
    missedByFirst = List.copyOf(missedByFirst);
  }
}
