package io.nessiecluster.mesh.simulation;

import java.util.List;
import java.util.Set;

/**
 * A connect that an observer asked for: what follows from it, follows from it for good.
 *
 * @param at when
 * @param plannedAt when the plan was made
 * @param sides those who know each other before, of each of the two
 */
record Deed(
    Observer by,
    ModelNode from,
    ModelNode to,
    long at,
    long plannedAt,
    List<Set<ModelNode>> sides) {

  /** Whether two were of one side. */
  boolean isWithin(ModelNode one, ModelNode other) {
    return sides.stream().anyMatch(side -> side.contains(one) && side.contains(other));
  }

  @Override
  public String toString() {
    return "%s's join of %s with %s at %.3f s".formatted(by, from, to, at / 1e3);
  }
}
