package io.nessiecluster.distribution;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment by which something must be over, on a nano source. */
record Deadline(long nanos, LongSupplier nanoTime) {

  static Deadline in(Duration timeout, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + timeout.toNanos(), nanoTime);
  }

  /** What is left; zero when it has passed. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanos - nanoTime.getAsLong()));
  }

  boolean passed() {
    return left().isZero();
  }

  /** What is left in milliseconds, rounded up; 0 when it has passed. */
  int millisLeft() {
    long left = left().toNanos();
    return (int) Math.min(Integer.MAX_VALUE, (left + 999_999) / 1_000_000);
  }

  /** This deadline or that in {@code timeout}, whichever comes first. */
  Deadline orIn(Duration timeout) {
    return timeout.compareTo(left()) < 0 ? in(timeout, nanoTime) : this;
  }
}
