package io.nessiecluster.base;

import java.time.Duration;

/**
 * How long to wait after so many failures in a row: the first delay, doubled for each, up to a
 * bound.
 *
 * @param first the delay after none, positive
 * @param longest the bound on the doubled delay; a first one above it stays as it is
 */
public record Backoff(Duration first, Duration longest) {

  private static final int MAX_DOUBLINGS = 30;

  /**
   * Checks the delay.
   *
   * @throws IllegalArgumentException when the first one is not positive
   */
  public Backoff {
    if (!first.isPositive()) {
      throw new IllegalArgumentException("a delay must be positive, not " + first);
    }
  }

  /** The delay after so many failures in a row beyond the first, from 0. */
  public Duration delay(int failures) {
    Duration bound = longest.compareTo(first) > 0 ? longest : first;
    Duration delay = first;
    for (int i = 0; i < Math.min(failures, MAX_DOUBLINGS) && delay.compareTo(bound) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(bound) > 0 ? bound : delay;
  }
}
