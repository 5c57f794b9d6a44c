package io.nessiecluster.distribution;

/** Something holds no longer that must hold in every run of the simulation. */
final class SimViolation extends AssertionError {

  private SimViolation(String what) {
    super(what);
  }

  static void unless(boolean holds, String what, Object... args) {
    if (!holds) {
      throw new SimViolation(what.formatted(args));
    }
  }
}
