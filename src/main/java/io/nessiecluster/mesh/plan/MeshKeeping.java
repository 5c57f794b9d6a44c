package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;

/** Tells what is done about the mesh, and takes commands. Safe for threads. */
public interface MeshKeeping {

  /** What is done, and what would be. Never blocks. */
  Keeping keeping();

  /** Stops joining, until {@link #resume}; what is under way is not broken off. */
  Keeping pause();

  /** Joins again, as the mode says; heals that were suspended, too. */
  Keeping resume();

  /**
   * Makes a join of the plan now, whatever the mode; waits until it is made, for 15 s at most.
   *
   * @throws JoinRefusedException when the plan has no such join, or another act is under way
   */
  Keeping.Act join(NodeName from, NodeName to) throws JoinRefusedException, InterruptedException;
}
