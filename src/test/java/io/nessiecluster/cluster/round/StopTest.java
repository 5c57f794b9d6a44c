package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.DiscoveryRound;
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

  @RepeatedTest(200) // the round may not have begun, be under way or be over
  void whenStoppedAtOnceItCanBeStartedAgain() throws Exception {
    Discovery discovery = fixture.named(2).start();

    discovery.stop(Duration.ZERO);
    discovery.start();

    assertThat(discovery.discoverNodes(BOUND).nodes()).containsExactly(SELF, peer(2));
  }
}
