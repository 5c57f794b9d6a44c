package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that arrive while a round runs share the next. */
class CoalescingTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void allWhoAskDuringARoundShareExactlyOneMore() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    discovery.discoverNodes();
    fixture.awaitLookups(1);

    List<Background<DiscoveryResult>> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> discovery.discoverNodes(Duration.ZERO)) // asks, does not wait
          .isInstanceOf(DiscoveryTimeoutException.class);
      discovery.discoverNodes();
      callers.add(inBackground(() -> discovery.discoverNodes(BOUND)));
    }
    assertThat(callers).noneMatch(Background::isDone);
    for (Background<DiscoveryResult> caller : callers) {
      caller.awaitWaiting();
    }
    fixture.lookup.release();

    for (Background<DiscoveryResult> caller : callers) {
      assertThat(caller.result().round().orElseThrow().number()).isEqualTo(2);
    }
    fixture.awaitIdle();
    assertThat(fixture.rounds()).hasSize(2);
  }

  @Test
  void whoDoesNotWaitIsToldTheNumberOfTheRoundThatWillBeTheirs() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    long first = discovery.discoverNodes().underWay().orElseThrow();
    fixture.awaitLookups(1);
    long second = discovery.discoverNodes().underWay().orElseThrow();
    long shared = discovery.discoverNodes().underWay().orElseThrow();
    fixture.lookup.release();
    fixture.awaitIdle();

    assertThat(List.of(first, second, shared)).containsExactly(1L, 2L, 2L);
    assertThat(discovery.rounds()).extracting(round -> round.number()).containsExactly(2L, 1L);
  }

  @Test
  void theNumberOfARoundThatNeverCameIsNoOthers() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    discovery.discoverNodes();
    fixture.awaitLookups(1);
    long refused = discovery.discoverNodes().underWay().orElseThrow();
    assertThat(discovery.stop(Duration.ZERO)).isFalse();
    fixture.lookup.release();
    discovery.start();

    assertThat(refused).isEqualTo(2);
    assertThat(discovery.discoverNodes(BOUND).round().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void nobodyGetsTheResultOfARoundThatBeganBeforeTheRequest() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    discovery.discoverNodes();
    fixture.awaitLookups(1);
    fixture.peers.hangs(peer(2));
    fixture.lookup.release();
    fixture.peers.awaitUnderWay(1); // the first round has its answer: it will not find peer 3
    fixture.named(2, 3);

    Background<DiscoveryResult> caller = inBackground(() -> discovery.discoverNodes(BOUND));
    caller.awaitWaiting();
    fixture.peers.release();

    assertThat(caller.result().nodes()).containsExactly(SELF, peer(2), peer(3));
  }

  @Test
  void theTimerAndARequestByHandShareARound() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    fixture.lookup.hold();
    discovery.discoverNodes(); // round 2
    fixture.awaitLookups(3);
    fixture.time.advance(INTERVAL);
    assertThat(discovery.pollIfDue()).isTrue(); // round 3
    assertThat(discovery.pollIfDue()).isFalse();
    discovery.discoverNodes(); // round 3 too
    fixture.lookup.release();
    fixture.awaitIdle();

    assertThat(fixture.rounds()).hasSize(3);
    assertThat(fixture.pollAfter(INTERVAL.minusNanos(1))).isFalse();
    assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
  }

  @Test
  void anyTimeoutIsTakenHoweverLongOrNegative() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();

    assertThat(discovery.discoverNodes(Duration.ofSeconds(Long.MAX_VALUE)).nodes()).hasSize(2);
    fixture.lookup.hold();
    for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThatThrownBy(() -> discovery.discoverNodes(none))
          .isInstanceOf(DiscoveryTimeoutException.class);
    }
  }

  @Test
  void anInterruptEndsTheWaitAndNotTheRound() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();
    Background<DiscoveryResult> caller = inBackground(() -> discovery.discoverNodes(BOUND));
    caller.awaitWaiting();

    caller.interrupt();

    assertThatThrownBy(caller::result).hasRootCauseInstanceOf(InterruptedException.class);
    fixture.lookup.release();
    fixture.awaitIdle();
    assertThat(fixture.rounds()).hasSize(1);
  }
}
