package io.nessiecluster.mesh.simulation;

import io.nessiecluster.mesh.MeshCalls;

/** What an observer is told in place of what is so: as if it did not look. */
@FunctionalInterface
interface Sabotage {

  /** The truth. */
  Sabotage NONE = calls -> calls;

  MeshCalls of(MeshCalls calls);
}
