package io.nessiecluster.distribution.epmd;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment by which a whole exchange must be over. */
record Deadline(long nanos, LongSupplier nanoTime) {

  static Deadline in(Duration timeout, LongSupplier nanoTime) {
    return new Deadline(nanoTime.getAsLong() + timeout.toNanos(), nanoTime);
  }

  /** Milliseconds that are left, rounded up: 1 at least, or 0 when it has passed. */
  int millisLeft() {
    long left = nanos - nanoTime.getAsLong();
    return left <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, 1 + (left - 1) / 1_000_000);
  }
}
