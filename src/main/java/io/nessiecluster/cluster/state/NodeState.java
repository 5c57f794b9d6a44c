package io.nessiecluster.cluster.state;

import java.util.Locale;

/** What is known of a node, in one word. */
public enum NodeState {
  /** Named by the DNS, not dialled yet. */
  DISCOVERED,
  /** Connected; it need not have been found by DNS. */
  CONNECTED,
  /** Named by the DNS, but the last dial failed or the connection was lost. */
  FAILING,
  /** No longer named by the DNS; it may still be connected. */
  VANISHED;

  /** The stable name in JSON and metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
