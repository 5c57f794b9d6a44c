package io.nessiecluster.health;

import static io.nessiecluster.health.HealthFixture.data;
import static io.nessiecluster.health.HealthFixture.up;
import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Live: the loop keeps its own time, whatever the DNS and the peers do. */
@Timeout(60)
class LiveCheckTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void theFirstRoundHasItsAllowance() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.lookup.hold();
      fixture.discovery.start();
      eventually("the round waits for its lookups", fixture::isWaiting);
      assertThat(up(fixture.live())).isTrue();

      fixture.pass(HOUR);
      assertThat(up(fixture.live())).isFalse();
    }
  }

  @Test
  void aPollThatNobodyMakesIsMissed() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.discovery.start();
      fixture.round();
      eventually("no round runs", () -> !fixture.discovery.pollIfDue());
      fixture.pass(HealthFixture.INTERVAL);
      assertThat(up(fixture.live())).isTrue();

      fixture.pass(HOUR);
      assertThat(up(fixture.live())).isFalse();

      fixture.discovery.pollIfDue();
      fixture.round();
      eventually("it lives again", () -> up(fixture.live()));
    }
  }

  @Test
  void aDnsThatFailsIsNoReason() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.lookup.fails(HealthFixture.QUERY, RecordType.A, Reason.SERVFAIL);
      fixture.lookup.fails(HealthFixture.QUERY, RecordType.AAAA, Reason.NETWORK_ERROR);
      fixture.discovery.start();
      fixture.round();

      assertThat(up(fixture.live())).isTrue();
    }
  }

  @Test
  void whoHasNothingToDoLives() throws Exception {
    for (HealthFixture each :
        new HealthFixture[] {HealthFixture.ignoring(), HealthFixture.byHand()}) {
      try (HealthFixture fixture = each) {
        fixture.discovery.start();
        fixture.pass(HOUR);

        assertThat(up(fixture.live())).isTrue();
      }
    }
  }

  @Test
  void aLoopOfTheOwnNodeThatHasEndedIsNamed() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      assertThat(data(fixture.live())).doesNotContainKey("deadLoops");

      fixture.own =
          new OwnNode(
              fixture.own.name(), true, true, 4370, List.of("acceptor", "EPMD registration"));

      assertThat(up(fixture.live())).isFalse();
      assertThat(data(fixture.live())).containsEntry("deadLoops", "acceptor, EPMD registration");
    }
  }

  @Test
  void aHeartbeatThatHasEndedIsNamed() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.heartbeat.start(task -> new Thread(task)); // never runs
      assertThat(up(fixture.live())).isFalse();
      assertThat(data(fixture.live())).containsEntry("deadLoops", "heartbeat of events");
    }
  }

  @Test
  void aWatchOfTheMeshThatHasEndedIsNamed() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.sweeps.start(task -> new Thread(task)); // never runs
      assertThat(up(fixture.live())).isFalse();
      assertThat(data(fixture.live())).containsEntry("deadLoops", "sweeps");

      fixture.sweeps.close();
      assertThat(up(fixture.live())).isTrue();
    }
  }

  @Test
  void aDiscoveryThatIsOverdueIsNamed() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.discovery.start();
      fixture.round();
      fixture.pass(HOUR);

      assertThat(data(fixture.live())).containsEntry("deadLoops", "discovery");
    }
  }

  @Test
  void whoWasStoppedLives() throws Exception {
    try (HealthFixture fixture = HealthFixture.polling()) {
      fixture.discovery.start();
      fixture.round();
      fixture.discovery.stop(HealthFixture.BOUND);
      fixture.pass(HOUR);

      assertThat(up(fixture.live())).isTrue();
    }
  }
}
