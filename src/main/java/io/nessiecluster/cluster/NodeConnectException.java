package io.nessiecluster.cluster;

import io.nessiecluster.base.Printable;

/** A node could not be connected; carries the typed cause. */
public final class NodeConnectException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ConnectCause connectCause;

  /**
   * A failed connect.
   *
   * @param cause why, in one word
   * @param detail why, in one line: what was seen on the wire; what does not show of it is escaped
   */
  public NodeConnectException(ConnectCause cause, String detail) {
    super(Printable.text(detail), null, false, false); // expected, and frequent: no stack trace
    this.connectCause = cause;
  }

  /** Why, in one word. */
  public ConnectCause connectCause() {
    return connectCause;
  }

  /** The error of {@code node} in a round's result. */
  public NodeConnectError of(NodeName node) {
    return new NodeConnectError(node, connectCause, String.valueOf(getMessage()));
  }
}
