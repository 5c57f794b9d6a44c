package io.nessiecluster.distribution.handshake;

/** A packet that is no valid handshake message. */
public final class HandshakeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final HandshakeFailure reason;

  /**
   * A refused packet.
   *
   * @param reason why, in one word
   * @param detail why, in one line; carries no bytes of the peer unescaped
   */
  public HandshakeException(HandshakeFailure reason, String detail) {
    super(detail, null, false, false); // expected from garbage peers: no stack trace
    this.reason = reason;
  }

  /** Why, in one word. */
  public HandshakeFailure reason() {
    return reason;
  }

  /** Why, in one line. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
