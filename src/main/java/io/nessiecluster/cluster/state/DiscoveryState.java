package io.nessiecluster.cluster.state;

import java.util.Locale;

/** What discovery is doing. */
public enum DiscoveryState {
  /** Rounds run when due, or when asked for. */
  RUNNING,
  /** There is nothing to query. */
  IGNORING,
  /** Not started, or stopped. */
  STOPPED;

  /** The stable name in JSON, such as {@code running}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
