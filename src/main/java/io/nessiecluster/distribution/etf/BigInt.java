package io.nessiecluster.distribution.etf;

import java.math.BigInteger;

/**
 * An integer that does not fit 64 bits, so that every integer is one term only; {@link
 * Term#integer(BigInteger)} chooses.
 */
public record BigInt(BigInteger value) implements Term {

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException when it fits 64 bits: that is an {@link Int}
   */
  public BigInt {
    if (value.bitLength() < Long.SIZE) {
      throw new IllegalArgumentException("an integer of 64 bits is an Int: " + value);
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
