package io.nessiecluster.distribution.epmd;

/** EPMD could not be asked, or its answer was no. */
public final class EpmdException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What went wrong. */
  public enum Reason {
    /** Nothing listens there, there is no way there, or the connection broke. */
    UNREACHABLE,
    /** This process could not open a socket to ask. */
    OUT_OF_RESOURCES,
    /** No whole answer came in time. */
    TIMEOUT,
    /** No node of this name is registered. */
    NAME_NOT_REGISTERED,
    /** A live node of this name is registered already, or the name is refused. */
    NAME_TAKEN,
    /** The peer closed without an answer, or what it sent was none. */
    PROTOCOL_ERROR
  }

  private final Reason reason;

  EpmdException(Reason reason, String detail) {
    super(detail, null, false, false); // expected, and frequent: no stack trace
    this.reason = reason;
  }

  /** What went wrong. */
  public Reason reason() {
    return reason;
  }
}
