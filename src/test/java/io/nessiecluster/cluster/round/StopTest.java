package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class StopTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void whoWaitsForTheNextRoundIsRefusedAndWhoWaitsForTheRunningOneGetsIt() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    Background<DiscoveryResult> first = inBackground(() -> discovery.discoverNodes(BOUND));
    first.awaitWaiting();
    Background<DiscoveryResult> second = inBackground(() -> discovery.discoverNodes(BOUND));
    second.awaitWaiting();

    Background<Boolean> stop = inBackground(() -> discovery.stop(BOUND));
    stop.awaitWaiting();

    assertThatThrownBy(second::result).hasCauseInstanceOf(DiscoveryStoppedException.class);
    assertThat(first.isDone()).isFalse();
    fixture.lookup.release();
    assertThat(stop.result()).isTrue();
    assertThat(first.result().round()).isPresent();
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void noFurtherNodeIsDialled() throws Exception {
    fixture.peers.hangs(peer(2));
    Discovery discovery = fixture.named(2, 3, 4).with(any -> any.withConnectConcurrency(1)).start();
    fixture.peers.awaitUnderWay(1);
    Background<Boolean> stop = inBackground(() -> discovery.stop(BOUND));
    stop.awaitWaiting();

    fixture.peers.release();

    assertThat(stop.result()).isTrue();
    assertThat(fixture.peers.dials()).containsExactly(peer(2));
    assertThat(fixture.peers.nodes()).containsExactly(SELF, peer(2)); // stays connected
  }

  @Test
  void aRoundThatOutlastsTheTimeoutIsInterruptedInItsLookup() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    Background<DiscoveryResult> caller = inBackground(() -> discovery.discoverNodes(BOUND));
    fixture.awaitLookups(1);
    caller.awaitWaiting();

    assertThat(discovery.stop(Duration.ofMillis(1))).isFalse();

    assertThatThrownBy(caller::result).hasCauseInstanceOf(DiscoveryStoppedException.class);
    fixture.awaitIdle();
    assertThat(discovery.hasRan()).isFalse();
  }

  @Test
  void aRoundThatOutlastsTheTimeoutIsInterruptedInItsDials() throws Exception {
    fixture.peers.hangs(peer(2)).hangs(peer(3));
    Discovery discovery = fixture.named(2, 3).start();
    fixture.peers.awaitUnderWay(2);

    assertThat(discovery.stop(Duration.ZERO)).isFalse();

    fixture.awaitIdle(); // the dials were interrupted too
    assertThat(fixture.peers.nodes()).containsExactly(SELF);
    assertThat(fixture.logged("ERROR")).isEmpty();
  }

  @Test
  void itCanBeStoppedTwiceAndBeforeItsStart() throws Exception {
    Discovery discovery = fixture.named(2).build();
    assertThat(discovery.state()).isEqualTo(DiscoveryState.STOPPED);
    assertThat(discovery.stop(BOUND)).isTrue();
    discovery.start();
    assertThat(discovery.stop(BOUND)).isTrue();
    assertThat(discovery.stop(BOUND)).isTrue();
  }

  @Test
  void startedAgainItPollsAtOnceAndAsBefore() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    discovery.stop(BOUND);

    discovery.start();
    discovery.start(); // runs already
    fixture.awaitIdle();

    assertThat(fixture.rounds()).extracting(DiscoveryRound::number).containsExactly(1L, 2L);
    assertThat(fixture.pollAfter(INTERVAL.minusNanos(1))).isFalse();
    assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
  }

  @Test
  void aRoundThatOutlivedTheStopDialsNobodyAfterTheNextStart() throws Exception {
    fixture.lookup.hold();
    fixture.peers.hangs(peer(2));
    Discovery discovery = fixture.named(2, 3).with(any -> any.withConnectConcurrency(1)).start();
    fixture.awaitLookups(1);
    fixture.lookup.release();
    fixture.peers.awaitUnderWay(1);
    Background<Boolean> stop = inBackground(() -> discovery.stop(BOUND));
    stop.awaitWaiting();
    discovery.start(); // the old round is still at it
    fixture.peers.release();
    assertThat(stop.result()).isTrue();
    fixture.awaitIdle();

    assertThat(fixture.rounds()).hasSize(2);
    assertThat(fixture.rounds().getFirst().nodes()).containsExactly(SELF, peer(2));
    assertThat(fixture.rounds().getLast().nodes()).containsExactly(SELF, peer(2), peer(3));
    assertThat(fixture.pollAfter(INTERVAL.minusNanos(1))).isFalse();
    assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
  }

  @Test
  void aLookupThatFailsWhileDiscoveryStopsIsToldToNobody() throws Exception {
    fixture.lookup.hold();
    fixture.lookup.fails(QUERY, RecordType.A, Reason.NETWORK_ERROR);
    Discovery discovery = fixture.byHand().start();
    Background<DiscoveryResult> caller = inBackground(() -> discovery.discoverNodes(BOUND));
    fixture.awaitLookups(1);
    Background<Boolean> stop = inBackground(() -> discovery.stop(BOUND));
    stop.awaitWaiting();
    fixture.lookup.release();

    assertThat(stop.result()).isTrue();
    assertThatThrownBy(caller::result).hasCauseInstanceOf(DiscoveryStoppedException.class);
    assertNothingIsTold(discovery);
  }

  @Test
  void aLookupThatTakesItsInterruptForANetworkErrorIsToldToNobody() throws Exception {
    Discovery discovery = failingWhenInterrupted(Duration.ofDays(1)).byHand().start();
    discovery.discoverNodes();
    fixture.awaitLookups(1);

    assertThat(discovery.stop(Duration.ofMillis(1))).isFalse();

    fixture.awaitIdle();
    assertNothingIsTold(discovery);
  }

  @Test
  void aLookupWhoseExecutorIsClosedUnderItIsToldToNobody() throws Exception {
    Discovery discovery = failingWhenInterrupted(Duration.ofDays(1)).byHand().start();
    discovery.discoverNodes();
    fixture.awaitLookups(1);

    fixture.executor.shutdownNow();

    fixture.awaitIdle();
    assertNothingIsTold(discovery);
  }

  @Test
  void aLookupPastTheBoundThatTakesItsInterruptForANetworkErrorIsATimeout() throws Exception {
    failingWhenInterrupted(Duration.ofMillis(20)).byHand().start();

    for (int i = 0; i < 20; i++) {
      assertThat(fixture.round().round().orElseThrow().lookups())
          .extracting(lookup -> lookup.outcome().code())
          .containsExactly("timeout", "timeout");
    }
  }

  private void assertNothingIsTold(Discovery discovery) {
    assertThat(fixture.logged("")).isEmpty();
    assertThat(fixture.events(ClusterEvent.class)).isEmpty();
    assertThat(discovery.hasRan()).isFalse();
    assertThat(discovery.snapshot().failedRounds()).isZero();
  }

  /** As sockets do that are closed by an interrupt. */
  private DiscoveryFixture failingWhenInterrupted(Duration bound) {
    return fixture
        .with(any -> any.withLookupTimeout(bound))
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      var _ = fixture.lookup.lookup(name, type);
                      try {
                        Thread.currentThread().join();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return new NoAnswer(Reason.NETWORK_ERROR, "ClosedByInterruptException");
                    }));
  }

  @RepeatedTest(200) // the round may not have begun, be under way or be over
  void whenStoppedAtOnceItCanBeStartedAgain() throws Exception {
    Discovery discovery = fixture.named(2).start();

    discovery.stop(Duration.ZERO);
    discovery.start();

    assertThat(discovery.discoverNodes(BOUND).round()).isPresent();
    fixture.awaitIdle(); // a dial that was given up may have held up that of the next round
    assertThat(discovery.discoverNodes(BOUND).nodes()).containsExactly(SELF, peer(2));
  }
}
