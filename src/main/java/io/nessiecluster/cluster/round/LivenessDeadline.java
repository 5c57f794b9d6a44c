package io.nessiecluster.cluster.round;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Until when the discovery loop must have given its next sign of life. Safe for threads. */
final class LivenessDeadline {

  /**
   * What a live loop may need beyond its own bounds: a scheduler's resolution, a paused machine.
   */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private volatile @Nullable Long untilNanos; // null = nothing is expected to happen

  LivenessDeadline(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The next sign is expected within this time, give or take the grace. */
  void expectWithin(Duration time) {
    untilNanos = nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(time.plus(GRACE));
  }

  void expectNothing() {
    untilNanos = null;
  }

  boolean isMet() {
    Long until = untilNanos;
    return until == null || nanoTime.getAsLong() - until <= 0;
  }
}
