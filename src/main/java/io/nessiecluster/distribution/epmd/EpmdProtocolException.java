package io.nessiecluster.distribution.epmd;

/** Bytes that are no message of EPMD, or one beyond its bounds. */
public sealed class EpmdProtocolException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Bytes that are no message of EPMD, for the reason {@code message}. */
  public EpmdProtocolException(String message) {
    super(message, null, false, false); // says all; garbage may come in masses
  }

  /** Bytes that end before the message does: more of them may make one. */
  public static final class Truncated extends EpmdProtocolException {
    private static final long serialVersionUID = 1L;

    Truncated() {
      super("the bytes end before the message does");
    }
  }
}
