package io.nessiecluster.cluster.round;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** When the next poll is due, if any is. Who calls must be the only one. */
final class PollTimer {

  private final Optional<PollSchedule> schedule;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private boolean armed;
  private long dueNanos;

  /**
   * A timer that is not armed.
   *
   * @param schedule empty = nothing is ever due
   */
  PollTimer(Optional<PollSchedule> schedule, LongSupplier nanoTime, RandomGenerator random) {
    this.schedule = schedule;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** The next poll is due at once. */
  void armNow() {
    arm(schedule.map(any -> Duration.ZERO));
  }

  /** The next poll is due a delay from now, which is when a round has ended. */
  void armAfter(int failedRounds) {
    arm(schedule.map(plan -> plan.nextDelay(failedRounds, random)));
  }

  /** The next poll is due soon, as the DNS has never answered yet. */
  void armForFirstAnswer(int failedRounds) {
    arm(schedule.map(plan -> plan.delayToFirstAnswer(failedRounds, random)));
  }

  void disarm() {
    armed = false;
  }

  /** Whether a poll is due; it is so once, until armed again. */
  boolean takeDue() {
    if (!armed || nanoTime.getAsLong() - dueNanos < 0) {
      return false;
    }
    armed = false;
    return true;
  }

  /** The time to the next poll, negative when it is overdue; empty when not armed. */
  Optional<Duration> untilDue() {
    return armed
        ? Optional.of(Duration.ofNanos(dueNanos - nanoTime.getAsLong()))
        : Optional.empty();
  }

  private void arm(Optional<Duration> delay) {
    armed = delay.isPresent();
    delay.ifPresent(time -> dueNanos = nanoTime.getAsLong() + TimeUnit.NANOSECONDS.convert(time));
  }
}
