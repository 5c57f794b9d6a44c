package io.nessiecluster.cluster.round;

/** Discovery has been stopped, so no round can be asked for. */
public final class DiscoveryStoppedException extends Exception {
  private static final long serialVersionUID = 1L;

  DiscoveryStoppedException(String name) {
    super("discovery '" + name + "' is stopped", null, false, false);
  }
}
