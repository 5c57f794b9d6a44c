package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** When the next poll is due, if any is. Who calls must be the only one. */
final class PollTimer {

  private final Optional<PollSchedule> schedule;
  private final Optional<Eagerness> eagerness;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private boolean armed;
  private long dueNanos;
  private Deadline earliest; // before which news makes no poll due
  private int failedEagerly; // of the failed rounds in a row those that lengthen no delay

  /**
   * A timer that is not armed.
   *
   * @param schedule empty = nothing is ever due
   * @param eager whether news makes polls due each second for a while
   */
  PollTimer(
      Optional<PollSchedule> schedule,
      boolean eager,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.schedule = schedule;
    this.eagerness =
        schedule
            .map(PollSchedule::interval)
            .filter(interval -> eager && interval.compareTo(Eagerness.MOST_DELAY) > 0)
            .map(interval -> new Eagerness(interval, nanoTime));
    this.nanoTime = nanoTime;
    this.random = random;
    this.earliest = Deadline.in(Duration.ZERO, nanoTime);
  }

  /** The next poll is due at once, and others follow soon, as all is new. */
  void armNow() {
    eagerness.ifPresent(Eagerness::begin);
    arm(schedule.map(any -> Duration.ZERO));
  }

  /**
   * The next poll is due a delay from now, which is when a round has ended.
   *
   * @param failedRounds how many rounds in a row had no lookup that taught anything
   * @param awaitsFirstAnswer whether the DNS has never answered yet
   */
  void armAfter(int failedRounds, boolean awaitsFirstAnswer) {
    Duration soon = Eagerness.delay(random);
    earliest = Deadline.in(soon, nanoTime);
    failedEagerly = Math.min(failedEagerly, failedRounds);
    if (schedule.isPresent() && eagerness.filter(Eagerness::take).isPresent()) {
      failedEagerly = failedRounds;
      arm(Optional.of(soon));
      return;
    }
    int failed = failedRounds - failedEagerly;
    arm(
        schedule.map(
            plan ->
                awaitsFirstAnswer
                    ? plan.delayToFirstAnswer(failed, random)
                    : plan.nextDelay(failed, random)));
  }

  /**
   * There is news: a poll that is planned for later is due at once, or a second behind the last.
   *
   * @return whether it is due sooner than it was
   */
  boolean hurry() {
    eagerness.ifPresent(Eagerness::begin);
    long soonest = nanoTime.getAsLong() + earliest.nanosLeft();
    if (!armed || dueNanos - soonest <= 0 || eagerness.filter(Eagerness::take).isEmpty()) {
      return false;
    }
    dueNanos = soonest;
    return true;
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
