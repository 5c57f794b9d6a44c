package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a sweep seems to cost. */
class SweepCostTest {

  private final SweepCost cost = new SweepCost();

  @Test
  void waitingForMembersCostsNothing() {
    cost.waited(Duration.ofMillis(900).toNanos());

    assertThat(cost.take(Duration.ofMillis(905), 10)).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void callsAndAnswersCostWhatTheyTakeOnOtherThreads() {
    cost.called(10);
    cost.read(1_000);

    assertThat(cost.take(Duration.ZERO, 10)).isEqualTo(Duration.ofNanos(1_800_000));
    assertThat(cost.take(Duration.ZERO, 10)).isZero();
  }

  /** Else a service that is starved for a while would look away for minutes afterwards. */
  @Test
  void whereAProcessorIsScarceASweepCostsNoMoreThanItsMembersCan() {
    assertThat(cost.take(Duration.ofSeconds(9), 5))
        .isEqualTo(SweepCost.OWN.plus(SweepCost.OWN_OF_A_MEMBER.multipliedBy(5)));
  }
}
