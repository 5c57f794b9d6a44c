package io.nessiecluster.cluster.state;

/** What discovery is doing. */
public enum DiscoveryState {
  /** Rounds run when due, or when asked for. */
  RUNNING,
  /** There is nothing to query. */
  IGNORING,
  /** Not started, or stopped. */
  STOPPED
}
