package io.nessiecluster.distribution.etf;

/** A finite float; {@code 0.0} and {@code -0.0} differ, as since OTP 27. */
public record Float64(double value) implements Term {

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException for an infinity or NaN, which Erlang does not have
   */
  public Float64 {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Erlang has no float " + value);
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
