package io.nessiecluster.base;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment since which something is so, on a nano source: a clock that people set makes it
 * neither older nor younger.
 *
 * @param nanos the moment, as the source counts
 * @param nanoTime the source, as {@code System.nanoTime()}
 */
public record Since(long nanos, LongSupplier nanoTime) {

  /** The present moment. */
  public static Since now(LongSupplier nanoTime) {
    return new Since(nanoTime.getAsLong(), nanoTime);
  }

  /** How long ago it was; never negative. */
  public Duration age() {
    return Duration.ofNanos(Math.max(0, nanoTime.getAsLong() - nanos));
  }
}
