package io.nessiecluster.health;

import static io.nessiecluster.health.HealthFixture.data;
import static io.nessiecluster.health.HealthFixture.up;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Started: hasRan, or there is nothing to wait for. */
@Timeout(60)
class StartedCheckTest {

  @Test
  void itIsDownUntilTheFirstRoundIsOver() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.lookup.hold();
      fixture.discovery.start();
      assertThat(up(fixture.started())).isFalse();
      assertThat(data(fixture.started())).containsEntry("hasRan", false);

      fixture.lookup.release();
      fixture.round();

      assertThat(up(fixture.started())).isTrue();
      assertThat(data(fixture.started())).containsEntry("hasRan", true);
    }
  }

  @Test
  void aFirstRoundInWhichEverythingFailedCounts() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.lookup.fails(HealthFixture.QUERY, RecordType.A, Reason.SERVFAIL);
      fixture.lookup.fails(HealthFixture.QUERY, RecordType.AAAA, Reason.TIMEOUT);
      fixture.discovery.start();
      fixture.round();

      assertThat(up(fixture.started())).isTrue();
    }
  }

  @Test
  void itNeverGoesBack() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.discovery.start();
      fixture.round();
      fixture.discovery.stop(HealthFixture.BOUND);

      assertThat(up(fixture.started())).isTrue();
    }
  }

  @Test
  void whoIgnoresHasNothingToWaitFor() throws Exception {
    try (HealthFixture fixture = HealthFixture.ignoring()) {
      fixture.discovery.start();

      assertThat(up(fixture.started())).isTrue();
      assertThat(data(fixture.started()))
          .containsEntry("hasRan", false)
          .containsEntry("query", "ignore")
          .containsEntry("state", "ignoring");
    }
  }

  @Test
  void whoseRoundsRunByHandHasNothingToWaitFor() throws Exception {
    try (HealthFixture fixture = HealthFixture.byHand()) {
      fixture.discovery.start();

      assertThat(up(fixture.started())).isTrue();
    }
  }
}
