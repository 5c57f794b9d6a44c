package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;

/** Tells what is done about the mesh, and takes commands. Safe for threads. */
public interface MeshKeeping {

  /** What is done, and what would be. Never blocks. */
  Keeping keeping();

  /**
   * Stops joining, until {@link #resume} or the next start of this replica, of which alone it is
   * the command; what is under way is not broken off. Newcomers stay as they are, too.
   */
  Keeping pause();

  /** Joins again, as the mode says; heals that were suspended, too, and none of before counts. */
  Keeping resume();

  /**
   * Makes a join of the plan now, as {@code mesh.mode=heal} would make it: in any mode, while
   * joining is paused, and by a replica that follows another one; only {@code mesh.mode=off} knows
   * no plan. The rules are the same, but that no other join of the plan comes before it. Waits
   * until it is made, for a minute at most.
   *
   * @param from one of the two of a join or a refusal of the plan, in any order
   * @throws JoinRefusedException when a rule forbids it, the plan has no such join, or another act
   *     is under way
   */
  Keeping.Act join(NodeName from, NodeName to) throws JoinRefusedException, InterruptedException;
}
