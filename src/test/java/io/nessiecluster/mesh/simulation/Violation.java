package io.nessiecluster.mesh.simulation;

/** Something holds no longer that must hold in every run of the simulation. */
final class Violation extends AssertionError {

  private static final long serialVersionUID = 1;

  Violation(String what) {
    super(what);
  }
}
