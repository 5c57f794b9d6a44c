package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** When sweeps are due, and how little of a processor they take. */
class SweepTimerTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration CHEAP = Duration.ofMillis(1);

  private final ManualTime time = new ManualTime();
  private final SweepTimer timer = new SweepTimer(INTERVAL, time);

  private void sweeps(Duration cost) throws InterruptedException {
    timer.await();
    timer.ended(cost);
  }

  @Test
  void theFirstSweepIsDueAtOnceAndTheNextAnIntervalAfterItsEnd() throws InterruptedException {
    assertThat(timer.untilDue()).isZero();

    sweeps(CHEAP);

    assertThat(timer.untilDue()).isEqualTo(INTERVAL);
  }

  @Test
  void aSweepThatCostsMuchIsFollowedLaterByTheNext() throws InterruptedException {
    sweeps(Duration.ofSeconds(1));

    assertThat(timer.untilDue()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aNudgeBringsASweepWithinAHundredMilliseconds() throws InterruptedException {
    sweeps(CHEAP);
    time.advance(Duration.ofSeconds(1));

    timer.nudge();

    assertThat(timer.untilDue()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aBurstOfNudgesIsOneSweep() throws InterruptedException {
    sweeps(CHEAP);
    time.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 1_000; i++) {
      timer.nudge();
      time.advance(Duration.ofNanos(10_000));
    }

    assertThat(timer.untilDue()).isEqualTo(SweepTimer.SETTLE.minusMillis(10));
    time.advance(SweepTimer.SETTLE);
    sweeps(CHEAP);
    assertThat(timer.untilDue()).isEqualTo(INTERVAL);
  }

  @Test
  void nudgesMakeNoSweepsThatAreNearerThanAHundredMilliseconds() throws InterruptedException {
    sweeps(CHEAP);

    timer.nudge();

    assertThat(timer.untilDue()).isEqualTo(SweepTimer.APART);
  }

  @Test
  void aNudgeDuringASweepIsHeardAfterIt() throws InterruptedException {
    timer.await();
    timer.nudge();
    timer.ended(CHEAP);

    assertThat(timer.untilDue()).isEqualTo(SweepTimer.APART);
  }

  @Property
  void howeverOftenItIsNudgedWatchingTakesFivePercentAtMost(
      @ForAll @IntRange(min = 1, max = 400) int costMillis,
      @ForAll @IntRange(min = 10, max = 200) int nudgeEveryMillis)
      throws InterruptedException {
    ManualTime clock = new ManualTime();
    SweepTimer nudged = new SweepTimer(INTERVAL, clock);
    Duration cost = Duration.ofMillis(costMillis);
    long sweeps = 0;
    Duration step = Duration.ofMillis(nudgeEveryMillis);
    Duration all = Duration.ofMinutes(1);
    for (Duration past = Duration.ZERO; past.compareTo(all) < 0; past = past.plus(step)) {
      nudged.nudge();
      clock.advance(step);
      if (nudged.untilDue().isZero()) {
        nudged.await();
        sweeps++;
        nudged.ended(cost);
      }
    }

    assertThat(cost.multipliedBy(sweeps - 1)).isLessThanOrEqualTo(all.dividedBy(20));
    assertThat(sweeps).isLessThanOrEqualTo(601);
  }
}
