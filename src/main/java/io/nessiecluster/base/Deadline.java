package io.nessiecluster.base;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The moment by which something must be over, on a nano source: a clock that people set does not
 * move it.
 *
 * @param nanos the moment, as the source counts
 * @param nanoTime the source, as {@code System.nanoTime()}
 */
public record Deadline(long nanos, LongSupplier nanoTime) {

  /** The moment in {@code timeout} from now; more than 292 years are 292 years. */
  public static Deadline in(Duration timeout, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(timeout), nanoTime);
  }

  /** What is left; zero when it has passed. */
  public Duration left() {
    return Duration.ofNanos(nanosLeft());
  }

  /** What is left in nanoseconds; 0 when it has passed. */
  public long nanosLeft() {
    return Math.max(0, nanos - nanoTime.getAsLong());
  }

  /** Whether nothing is left. */
  public boolean passed() {
    return nanosLeft() == 0;
  }

  /** What is left in milliseconds, rounded up: 1 at least, or 0 when it has passed. */
  public int millisLeft() {
    return (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(nanosLeft(), 1_000_000));
  }

  /** This deadline or that in {@code timeout}, whichever comes first. */
  public Deadline orIn(Duration timeout) {
    return timeout.compareTo(left()) < 0 ? in(timeout, nanoTime) : this;
  }
}
