package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One snapshot holds all that is shown, as it was at one moment. */
class SnapshotTest {

  private static final Duration LATER = Duration.ofSeconds(10);

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand().named(2, 3);
  private final Discovery discovery = fixture.build();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  private static Condition condition(DiscoverySnapshot snapshot, Condition.Type type) {
    return snapshot.conditions().stream()
        .filter(condition -> condition.type() == type)
        .findFirst()
        .orElseThrow();
  }

  private Instant sinceOf(Condition.Type type) {
    return condition(discovery.snapshot(), type).lastTransitionTime();
  }

  @Test
  void beforeTheStartItSaysStopped() {
    DiscoverySnapshot snapshot = discovery.snapshot();

    assertThat(snapshot.state()).isEqualTo(DiscoveryState.STOPPED);
    assertThat(condition(snapshot, Condition.Type.STOPPED).status())
        .isEqualTo(Condition.Status.TRUE);
    assertThat(snapshot.lastSuccess()).isEmpty();
  }

  @Test
  void withoutAnyRoundItSaysRunningFromTheStartOnAndStoppedFromTheStopOn() throws Exception {
    discovery.start();
    Instant started = fixture.time.instant();
    fixture.time.advance(LATER);

    DiscoverySnapshot running = discovery.snapshot();
    assertThat(running.hasRan()).isFalse();
    assertThat(running.state()).isEqualTo(DiscoveryState.RUNNING);
    assertThat(condition(running, Condition.Type.STOPPED).status())
        .isEqualTo(Condition.Status.FALSE);
    assertThat(sinceOf(Condition.Type.STOPPED)).isEqualTo(started);

    discovery.stop(DiscoveryFixture.BOUND);
    Instant stopped = fixture.time.instant();
    fixture.time.advance(LATER);

    assertThat(discovery.snapshot().state()).isEqualTo(DiscoveryState.STOPPED);
    assertThat(sinceOf(Condition.Type.STOPPED)).isEqualTo(stopped);
    assertThat(running.state()).as("a snapshot never changes").isEqualTo(DiscoveryState.RUNNING);
  }

  @Test
  void aTransitionIsDatedWhenItHappensAndNotWhenItIsSeen() throws Exception {
    discovery.start();
    fixture.round();
    Instant connected = fixture.time.instant();
    fixture.time.advance(LATER);
    assertThat(sinceOf(Condition.Type.PEERS_CONNECTED)).isEqualTo(connected);

    fixture.peers.disconnect(peer(2));
    discovery.connectionListener().connectionLost(peer(2), LossCause.CLOSED_BY_PEER, "gone");
    Instant lost = fixture.time.instant();
    fixture.time.advance(LATER);

    Condition condition = condition(discovery.snapshot(), Condition.Type.PEERS_CONNECTED);
    assertThat(condition.status()).isEqualTo(Condition.Status.FALSE);
    assertThat(condition.message()).isEqualTo("1 of 2 discovered nodes are connected");
    assertThat(condition.lastTransitionTime()).isEqualTo(lost);
  }

  @Test
  void aStatusThatStaysKeepsItsDateWhateverItsReason() throws Exception {
    discovery.start();
    fixture.lookup.fails(DiscoveryFixture.QUERY, RecordType.A, LookupOutcome.Reason.SERVFAIL);
    fixture.round();
    Instant failed = fixture.time.instant();
    fixture.time.advance(LATER);
    fixture.lookup.fails(DiscoveryFixture.QUERY, RecordType.A, LookupOutcome.Reason.REFUSED);
    fixture.round();

    Condition condition = condition(discovery.snapshot(), Condition.Type.DNS_ANSWERING);
    assertThat(condition.message()).contains("refused");
    assertThat(condition.lastTransitionTime()).isEqualTo(failed);
  }

  @Test
  void asLongAsNothingChangesItIsTheSame() throws Exception {
    discovery.start();
    fixture.round();

    assertThat(discovery.snapshot()).isSameAs(discovery.snapshot());
  }
}
