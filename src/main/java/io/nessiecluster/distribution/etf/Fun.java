package io.nessiecluster.distribution.etf;

/**
 * A fun of a module, which only Erlang can call: kept as it came, to be sent back.
 *
 * @param body what NEW_FUN_EXT holds behind its size, at least {@value #MIN_BYTES} bytes
 */
public record Fun(Bytes body) implements Term {

  /** Arity, Uniq, Index and NumFree: what precedes the terms within. */
  static final int MIN_BYTES = 1 + 16 + 4 + 4;

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException below {@value #MIN_BYTES} bytes
   */
  public Fun {
    if (body.size() < MIN_BYTES) {
      throw new IllegalArgumentException("a fun has at least 25 bytes, not " + body.size());
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
