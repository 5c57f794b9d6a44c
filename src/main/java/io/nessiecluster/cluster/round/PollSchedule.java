package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Backoff;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long after the end of a round the next one is due: the interval, doubled for each round in
 * which every lookup failed, up to a bound, and lengthened by a random share.
 *
 * @param interval from the end of a round to the start of the next
 * @param jitter the largest share of the delay that is added at random, from 0 to 1
 * @param maxBackOff the bound on the doubled delay; an interval above it stays as it is
 */
public record PollSchedule(Duration interval, double jitter, Duration maxBackOff) {

  /** Until the DNS has answered for the first time, rounds are no further apart than this. */
  public static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

  public PollSchedule {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("the interval must be positive, not " + interval);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("the jitter must be from 0 to 1, not " + jitter);
    }
  }

  /** The delay without its random share. */
  public Duration baseDelay(int failedRounds) {
    return new Backoff(interval, maxBackOff).delay(failedRounds);
  }

  /**
   * The delay to the next round.
   *
   * @param failedRounds how many rounds in a row had no lookup that taught anything
   */
  public Duration nextDelay(int failedRounds, RandomGenerator random) {
    return jittered(baseDelay(failedRounds), random);
  }

  /**
   * The delay to the next round while the DNS has never answered yet: the interval, doubled up to
   * {@link #FIRST_ANSWER}, so that its first answer is found soon after there is one.
   *
   * @param failedRounds how many rounds there were
   */
  public Duration delayToFirstAnswer(int failedRounds, RandomGenerator random) {
    Duration first = interval.compareTo(FIRST_ANSWER) < 0 ? interval : FIRST_ANSWER;
    return jittered(new Backoff(first, FIRST_ANSWER).delay(failedRounds), random);
  }

  private Duration jittered(Duration base, RandomGenerator random) {
    return base.plusNanos(
        (long) (TimeUnit.NANOSECONDS.convert(base) * jitter * random.nextDouble()));
  }
}
