package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When sweeps are due. */
class SweepTimerTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration NO_PAUSE = Duration.ZERO;

  private final ManualTime time = new ManualTime();
  private final SweepTimer timer = new SweepTimer(INTERVAL, time);

  private void sweeps(Duration pause) throws InterruptedException {
    timer.await();
    timer.ended(pause, Optional.empty());
  }

  @Test
  void theFirstSweepIsDueAtOnceAndTheNextAnIntervalAfterItsEnd() throws InterruptedException {
    assertThat(timer.untilDue()).isZero();

    sweeps(NO_PAUSE);

    assertThat(timer.untilDue()).isEqualTo(INTERVAL);
  }

  @Test
  void aPauseThatIsLongerThanTheIntervalIsKeptWhateverNudges() throws InterruptedException {
    sweeps(Duration.ofSeconds(20));

    timer.nudge();

    assertThat(timer.untilDue()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aNudgeBringsASweepWithinAHundredMilliseconds() throws InterruptedException {
    sweeps(NO_PAUSE);
    time.advance(Duration.ofSeconds(1));

    timer.nudge();

    assertThat(timer.untilDue()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void afterAHurryASweepWaitsForNothingMore() throws InterruptedException {
    sweeps(NO_PAUSE);
    time.advance(Duration.ofSeconds(1));
    timer.nudge();

    timer.hurry();

    assertThat(timer.untilDue()).isZero();
  }

  @Test
  void aBurstOfNudgesIsOneSweep() throws InterruptedException {
    sweeps(NO_PAUSE);
    time.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 1_000; i++) {
      timer.nudge();
      time.advance(Duration.ofNanos(10_000));
    }

    assertThat(timer.untilDue()).isEqualTo(SweepTimer.SETTLE.minusMillis(10));
    time.advance(SweepTimer.SETTLE);
    sweeps(NO_PAUSE);
    assertThat(timer.untilDue()).isEqualTo(INTERVAL);
  }

  @Test
  void nudgesMakeNoSweepsThatAreNearerThanAHundredMilliseconds() throws InterruptedException {
    sweeps(NO_PAUSE);

    timer.nudge();
    assertThat(timer.untilDue()).isEqualTo(SweepTimer.APART);
    timer.hurry();
    assertThat(timer.untilDue()).isEqualTo(SweepTimer.APART);
  }

  @Test
  void aNudgeDuringASweepIsHeardAfterIt() throws InterruptedException {
    timer.await();
    timer.nudge();
    timer.ended(NO_PAUSE, Optional.empty());

    assertThat(timer.untilDue()).isEqualTo(SweepTimer.APART);
  }
}
