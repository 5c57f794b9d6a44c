package io.nessiecluster.distribution;

import io.nessiecluster.base.Printable;

/** A node could not be connected. */
public final class ConnectFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ConnectFailure failure;

  /**
   * A failed connect.
   *
   * @param failure why, in one word
   * @param detail why, in one line: what was seen, and at which address and port; never the cookie.
   *     What does not show of it is escaped
   */
  public ConnectFailedException(ConnectFailure failure, String detail) {
    super(Printable.text(detail), null, false, false); // expected, and frequent: no stack trace
    this.failure = failure;
  }

  /** Why, in one word. */
  public ConnectFailure failure() {
    return failure;
  }

  /** Why, in one line. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
