package io.nessiecluster.cluster.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** When rounds run, whatever news comes when: never too close, never too far, never too many. */
class PollTimerPropertiesTest {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final Duration TICK = Duration.ofMillis(100);

  /** A service whose rounds take no time, and what it did. */
  private static final class Service {
    private final ManualTime time = new ManualTime();
    private final Duration interval;
    private final double jitter;
    private final PollTimer timer;
    private int rounds;
    private int failedRounds;
    private Duration sinceEnd = Duration.ZERO;
    private Duration closest = Duration.ofDays(1);
    private Duration farthest = Duration.ZERO;

    Service(int intervalSeconds, double jitter, boolean eager, long seed) {
      this.interval = Duration.ofSeconds(intervalSeconds);
      this.jitter = jitter;
      this.timer =
          new PollTimer(
              Optional.of(new PollSchedule(interval, jitter, BOUND)),
              eager,
              time,
              new Random(seed));
      timer.armAfter(0, false);
    }

    void run(Duration passed, boolean failing) {
      for (Duration t = Duration.ZERO; t.compareTo(passed) < 0; t = t.plus(TICK)) {
        time.advance(TICK);
        sinceEnd = sinceEnd.plus(TICK);
        if (timer.takeDue()) {
          rounds++;
          closest = closest.compareTo(sinceEnd) < 0 ? closest : sinceEnd;
          farthest = farthest.compareTo(sinceEnd) > 0 ? farthest : sinceEnd;
          sinceEnd = Duration.ZERO;
          failedRounds = failing ? failedRounds + 1 : 0;
          timer.armAfter(failedRounds, false);
        }
      }
    }

    /** What there would be without news, at most. */
    long regular(Duration passed) {
      return 1 + passed.toMillis() / interval.toMillis();
    }

    Duration jittered(Duration delay) {
      return delay.plusNanos((long) (delay.toNanos() * jitter)).plus(TICK);
    }
  }

  @Property(tries = 300)
  void roundsAreNeverCloserThanNineTenthsOfASecondNorFartherThanTheBackOff(
      @ForAll @IntRange(min = 2, max = 60) int interval,
      @ForAll @DoubleRange(min = 0, max = 1) double jitter,
      @ForAll long seed,
      @ForAll @Size(max = 60) List<@IntRange(max = 19_999) Integer> steps) {
    Service service = new Service(interval, jitter, true, seed);
    for (int step : steps) {
      service.run(Duration.ofMillis(step / 2), step % 3 == 0);
      if (step % 2 == 0) {
        service.timer.hurry();
      }
    }

    assertThat(service.closest).isGreaterThanOrEqualTo(Eagerness.LEAST_DELAY);
    assertThat(service.farthest)
        .isLessThanOrEqualTo(
            service.jittered(service.interval.compareTo(BOUND) > 0 ? service.interval : BOUND));
  }

  @Property(tries = 200)
  void aPieceOfNewsBuysNoMoreThanSomeThirtyRounds(
      @ForAll @IntRange(min = 2, max = 60) int interval,
      @ForAll @IntRange(max = 60_000) int when,
      @ForAll long seed) {
    Service service = new Service(interval, 0, true, seed);
    service.run(Duration.ofMillis(when), false);
    service.rounds = 0;

    service.timer.hurry();
    service.run(Duration.ofMinutes(5), false);

    assertThat((long) service.rounds)
        .isLessThanOrEqualTo(34 + service.regular(BOUND.multipliedBy(9)));
    assertThat(service.rounds).isGreaterThanOrEqualTo(29 + 270 / interval);
  }

  @Property(tries = 50)
  void newsWithoutEndBuysABoundedNumberAndThenOneInEachInterval(
      @ForAll @IntRange(min = 2, max = 60) int interval, @ForAll long seed) {
    Service service = new Service(interval, 0, true, seed);
    Duration passed = Duration.ofHours(1);
    for (long second = 0; second < passed.toSeconds(); second++) {
      service.timer.hurry();
      service.run(Duration.ofSeconds(1), false);
    }

    assertThat((long) service.rounds)
        .isLessThanOrEqualTo(Eagerness.MOST_AT_ONCE + 2 * service.regular(passed));
  }

  @Property(tries = 100)
  void withoutNewsThereAreAsManyRoundsAsWithout(
      @ForAll @IntRange(min = 2, max = 60) int interval,
      @ForAll boolean failing,
      @ForAll long seed) {
    Service eager = new Service(interval, 0, true, seed);
    Service other = new Service(interval, 0, false, seed);

    eager.run(Duration.ofMinutes(10), failing);
    other.run(Duration.ofMinutes(10), failing);

    assertThat(eager.rounds).isEqualTo(other.rounds);
  }

  @Example
  void failuresWhileItIsEagerLengthenNoDelayThatFollows() {
    Service service = new Service(5, 0, true, 1);
    service.timer.hurry();
    service.run(Eagerness.LASTS, true);
    assertThat(service.failedRounds).isGreaterThan(25);
    service.farthest = Duration.ZERO;

    service.run(Duration.ofSeconds(12), true);

    assertThat(service.farthest)
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(10).plus(TICK));
  }
}
