package io.nessiecluster.cluster.state;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DiscoveryFixture;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of rounds and nodes. */
class HistoryTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand().named(2);

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void theLastRoundsAreRememberedTheNewestFirst() throws Exception {
    Discovery discovery = fixture.with(any -> any.withHistory(2, 16)).start();
    assertThat(discovery.rounds()).isEmpty();

    fixture.round();
    fixture.round();
    fixture.round();

    assertThat(discovery.rounds()).extracting(DiscoveryRound::number).containsExactly(3L, 2L);
  }

  @Test
  void whatFailsAsInTheRoundBeforeIsHeldInMemoryOnce() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.COOKIE_MISMATCH);
    Discovery discovery = fixture.start();
    fixture.round();
    fixture.round();

    DiscoveryRound newest = discovery.rounds().getFirst();
    DiscoveryRound before = discovery.rounds().getLast();
    assertThat(newest.errors()).hasSize(1);
    assertThat(newest.errors().getFirst()).isSameAs(before.errors().getFirst());
    assertThat(newest.nodes()).isSameAs(before.nodes());
  }

  @Test
  void theEventsOfANodeAreRememberedWithTheStateThatTheyLedTo() throws Exception {
    Discovery discovery = fixture.start();
    fixture.round();
    fixture.peers.disconnect(peer(2));
    fixture.named();
    fixture.lookup.remove(DiscoveryFixture.QUERY);
    fixture.round();

    assertThat(discovery.historyOf(peer(2)))
        .extracting(NodeRecord::state)
        .startsWith(NodeState.VANISHED)
        .endsWith(NodeState.CONNECTED, NodeState.DISCOVERED);
  }

  @Test
  void failuresOfOneCauseInARowAreOneEntryWithTheirNumber() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.COOKIE_MISMATCH);
    Discovery discovery = fixture.start();
    fixture.round();
    fixture.round();
    fixture.round();
    fixture.peers.fails(peer(2), ConnectCause.EPMD_TIMEOUT);
    fixture.round();

    assertThat(discovery.historyOf(peer(2)))
        .extracting(NodeRecord::event)
        .filteredOn(ClusterEvent.NodeFailing.class::isInstance)
        .extracting(event -> (ClusterEvent.NodeFailing) event)
        .extracting(failing -> failing.error().cause() + " " + failing.failures())
        .containsExactly("EPMD_TIMEOUT 1", "COOKIE_MISMATCH 3");
  }

  @Test
  void aForgottenNodeLeavesNoHistory() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.EPMD_UNREACHABLE);
    Discovery discovery =
        fixture.with(any -> any.withVanishPolicy(new VanishPolicy.Keep(Duration.ZERO))).start();
    fixture.round();
    assertThat(discovery.historyOf(peer(2))).isNotEmpty();

    fixture.lookup.remove(DiscoveryFixture.QUERY);
    fixture.round();

    assertThat(fixture.find(peer(2))).isEmpty();
    assertThat(discovery.historyOf(peer(2))).isEmpty();
  }

  @Test
  void nothingIsRememberedWhereNothingIsToBe() throws Exception {
    Discovery discovery = fixture.with(any -> any.withHistory(0, 0)).start();
    fixture.round();

    assertThat(discovery.rounds()).isEmpty();
    assertThat(discovery.historyOf(peer(2))).isEmpty();
    assertThat(discovery.snapshot().lastRound()).isPresent();
  }

  @Test
  void aRoundInWhichALookupFailsIsNoSuccess() throws Exception {
    Discovery discovery = fixture.start();
    assertThat(discovery.snapshot().lastSuccess()).isEmpty();
    DiscoveryRound good = fixture.round().round().orElseThrow();
    fixture.time.advance(Duration.ofSeconds(10));
    fixture.lookup.fails(DiscoveryFixture.QUERY, RecordType.AAAA, LookupOutcome.Reason.SERVFAIL);
    fixture.round();

    assertThat(discovery.snapshot().lastSuccess()).contains(good.endedAt());
  }
}
