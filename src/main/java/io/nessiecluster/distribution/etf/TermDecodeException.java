package io.nessiecluster.distribution.etf;

/** Bytes that are no term, or one beyond the bounds of {@link TermDecoder}. */
public final class TermDecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Bytes that are no term, for the reason {@code message}. */
  public TermDecodeException(String message) {
    super(message, null, false, false); // says all; garbage may come in masses
  }
}
