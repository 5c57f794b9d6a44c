package io.nessiecluster.cluster.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class PollScheduleTest {

  private static final long YEAR_MILLIS = 366L * 24 * 3600 * 1000;

  @Property
  void withoutFailuresTheDelayIsTheInterval(
      @ForAll @LongRange(min = 1, max = YEAR_MILLIS) long interval,
      @ForAll @LongRange(max = YEAR_MILLIS) long bound) {
    assertThat(schedule(interval, 0, bound).baseDelay(0)).isEqualTo(Duration.ofMillis(interval));
  }

  @Property
  void theDelayNeverShrinksAndNeverPassesItsBound(
      @ForAll @LongRange(min = 1, max = YEAR_MILLIS) long interval,
      @ForAll @LongRange(max = YEAR_MILLIS) long bound,
      @ForAll @IntRange(max = 100) int failures) {
    PollSchedule schedule = schedule(interval, 0, bound);

    assertThat(schedule.baseDelay(failures))
        .isLessThanOrEqualTo(schedule.baseDelay(failures + 1))
        .isBetween(Duration.ofMillis(interval), Duration.ofMillis(Math.max(interval, bound)));
  }

  @Property
  void theDelayDoublesWithEachFailureUpToTheBound(
      @ForAll @LongRange(min = 1, max = YEAR_MILLIS) long interval,
      @ForAll @LongRange(max = YEAR_MILLIS) long bound,
      @ForAll @IntRange(max = 20) int failures) {
    long doubled = interval << failures;

    assertThat(schedule(interval, 0, bound).baseDelay(failures).toMillis())
        .isEqualTo(Math.min(doubled, Math.max(interval, bound)));
  }

  @Property
  void jitterOnlyAddsAndAtMostItsShare(
      @ForAll @LongRange(min = 1, max = YEAR_MILLIS) long interval,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll @IntRange(max = 100) int failures,
      @ForAll long seed) {
    PollSchedule schedule = schedule(interval, jitter, 30_000);
    Duration base = schedule.baseDelay(failures);
    Duration most = base.plusNanos((long) Math.ceil(base.toNanos() * jitter));

    assertThat(schedule.nextDelay(failures, new Random(seed))).isBetween(base, most);
  }

  @Property(tries = 100)
  void manyFailuresAreAsFew(@ForAll @IntRange(min = 1000) int failures) {
    assertThat(schedule(5000, 0, 30_000).baseDelay(failures)).isEqualTo(Duration.ofSeconds(30));
  }

  @Example
  void jitterSpreadsTheRoundsOfManyInstances() {
    PollSchedule schedule = schedule(5000, 0.1, 30_000);
    Random random = new Random(1);

    assertThat(java.util.stream.Stream.generate(() -> schedule.nextDelay(0, random)).limit(100))
        .doesNotHaveDuplicates()
        .anyMatch(delay -> delay.toMillis() < 5100)
        .anyMatch(delay -> delay.toMillis() > 5400);
  }

  @Example
  void whatIsOutOfBoundsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> schedule(0, 0, 0))
        .withMessageContaining("interval");
    for (double jitter : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> schedule(1, jitter, 0))
          .withMessageContaining("from 0 to 1");
    }
  }

  private static PollSchedule schedule(long intervalMillis, double jitter, long boundMillis) {
    return new PollSchedule(
        Duration.ofMillis(intervalMillis), jitter, Duration.ofMillis(boundMillis));
  }
}
