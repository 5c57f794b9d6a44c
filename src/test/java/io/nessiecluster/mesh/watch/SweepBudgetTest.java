package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How little of a processor sweeps take. */
class SweepBudgetTest {

  private final ManualTime time = new ManualTime();
  private final SweepBudget budget = new SweepBudget(time);

  @Test
  void aCostlyStartHoldsUpNothing() {
    assertThat(budget.spend(Duration.ofMillis(700))).isZero();
    assertThat(budget.spend(Duration.ofMillis(700))).isZero();
  }

  @Test
  void whatIsOwedIsWaitedForTwentyTimes() {
    budget.spend(SweepBudget.SAVINGS);

    assertThat(budget.spend(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void noSweepIsWaitedForLongerThanAMinuteWhateverTheLastOneSeemedToCost() {
    assertThat(budget.spend(Duration.ofHours(1))).isEqualTo(SweepBudget.MOST_PAUSE);
    time.advance(SweepBudget.MOST_PAUSE);

    assertThat(budget.spend(Duration.ZERO)).isZero();
  }

  @Test
  void noMoreIsSavedThanWasThereAtTheStart() {
    time.advance(Duration.ofDays(1));
    budget.spend(SweepBudget.SAVINGS);

    assertThat(budget.spend(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(20));
  }

  @Property
  void watchingTakesFivePercentBesideTheSavings(
      @ForAll @Size(min = 1, max = 200) List<@IntRange(min = 0, max = 3000) Integer> costs,
      @ForAll @IntRange(min = 0, max = 1000) int delayMillis) {
    ManualTime clock = new ManualTime();
    SweepBudget kept = new SweepBudget(clock);
    Duration spent = Duration.ZERO;
    Duration past = Duration.ZERO;
    for (int millis : costs) {
      Duration cost = Duration.ofMillis(millis);
      Duration pause = kept.spend(cost).plusMillis(delayMillis);
      spent = spent.plus(cost);
      clock.advance(pause);
      past = past.plus(pause);
      assertThat(spent).isLessThanOrEqualTo(past.dividedBy(20).plus(SweepBudget.SAVINGS));
    }
  }
}
