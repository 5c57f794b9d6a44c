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

  /** Whether one was of either side and the other of the other one: whose ways it had proven. */
  boolean isBetween(ModelNode one, ModelNode other) {
    return sides.size() == 2 && (isOf(0, one) && isOf(1, other) || isOf(1, one) && isOf(0, other));
  }

  private boolean isOf(int side, ModelNode node) {
    return sides.get(side).contains(node);
  }

  @Override
  public String toString() {
    return "%s's join of %s with %s at %.3f s".formatted(by, from, to, at / 1e3);
  }
}
