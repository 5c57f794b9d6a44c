package io.nessiecluster.mesh.watch;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What sweeps may cost: 5 % of a processor in the long run. What is not spent is saved, up to 2 s:
 * so the first sweeps, for which all code is cold, hold up none of those behind them. No sweep is
 * waited for longer than a minute: where a processor is scarce, a sweep seems to cost more than it
 * does. For use by one thread.
 */
final class SweepBudget {

  /** What is there at the start, and the most that is saved. */
  static final Duration SAVINGS = Duration.ofSeconds(2);

  /** Of a sweep for more than 3 s of a processor the rest is forgotten. */
  static final Duration MOST_PAUSE = Duration.ofMinutes(1);

  private static final int SHARE = 20; // 1 of so many

  private final LongSupplier nanoTime;
  private long left = SAVINGS.toNanos(); // negative: owed
  private long at;

  SweepBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.at = nanoTime.getAsLong();
  }

  /** Spends what a sweep has cost, in time of a processor; returns how long none may follow. */
  Duration spend(Duration cost) {
    long now = nanoTime.getAsLong();
    long had = Math.min(SAVINGS.toNanos(), left + (now - at) / SHARE);
    left = Math.max(had - cost.toNanos(), -MOST_PAUSE.dividedBy(SHARE).toNanos());
    at = now;
    return Duration.ofNanos(Math.max(0, -left)).multipliedBy(SHARE);
  }
}
