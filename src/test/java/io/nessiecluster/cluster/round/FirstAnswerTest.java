package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that starts before its DNS does finds the first answer soon after there is one. */
class FirstAnswerTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 300})
  void untilTheFirstAnswerRoundsAreAtMostTwoSecondsApartHoweverLongItTakes(int interval)
      throws Exception {
    fail();
    Discovery discovery =
        fixture.with(any -> any.withInterval(Duration.ofSeconds(interval))).start();
    fixture.awaitIdle();
    for (int i = 0; i < 20; i++) {
      assertThat(discovery.untilPoll().orElseThrow())
          .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
      assertThat(fixture.pollAfter(Duration.ofSeconds(2))).isTrue();
    }

    fixture.named(2).pollAfter(Duration.ofSeconds(2));

    assertThat(discovery.snapshot().failedRounds()).isZero();
    assertThat(discovery.untilPoll()).contains(Duration.ofSeconds(interval));
    fail();
    fixture.pollAfter(Duration.ofSeconds(interval));
    assertThat(discovery.untilPoll().orElseThrow())
        .isGreaterThanOrEqualTo(Duration.ofSeconds(Math.min(30, 2L * interval)));
  }

  private void fail() {
    fixture.lookup.fails(QUERY, RecordType.A, Reason.NETWORK_ERROR);
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.NETWORK_ERROR);
  }
}
