package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds by hand are apart, however often they are asked for. */
@Timeout(60)
class HandGapTest {

  private static final Duration GAP = Duration.ofMillis(500);

  private final DiscoveryFixture fixture = new DiscoveryFixture().with(c -> c.withGapByHand(GAP));

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void allWhoAskWithinTheGapShareTheRoundBehindIt() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.round();

    List<Background<DiscoveryResult>> callers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      discovery.discoverNodes();
      callers.add(inBackground(() -> discovery.discoverNodes(BOUND)));
    }
    for (Background<DiscoveryResult> caller : callers) {
      caller.awaitWaiting();
    }
    fixture.time.advance(GAP.minusNanos(1));
    discovery.discoverNodes();
    assertThat(fixture.rounds()).hasSize(1);
    fixture.named(2, 3); // nobody gets the result of a round that began before
    fixture.time.advance(Duration.ofNanos(1));

    for (Background<DiscoveryResult> caller : callers) {
      DiscoveryResult result = caller.result();
      assertThat(result.round().orElseThrow().number()).isEqualTo(2);
      assertThat(result.nodes()).contains(peer(3));
    }
    fixture.awaitIdle();
    assertThat(fixture.rounds()).hasSize(2);
  }

  @Test
  void theGapCountsFromTheEndOfARound() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.lookup.hold();
    discovery.discoverNodes();
    fixture.awaitLookups(1);
    fixture.time.advance(GAP);
    fixture.lookup.release();
    fixture.awaitIdle();

    assertThatThrownBy(() -> discovery.discoverNodes(Duration.ZERO))
        .isInstanceOf(DiscoveryTimeoutException.class);
    assertThat(fixture.rounds()).hasSize(1);
    fixture.time.advance(GAP);
    fixture.awaitIdle();
    assertThat(fixture.rounds()).hasSize(2);
  }

  @Test
  void whoAsksBehindTheGapIsNotHeldUp() throws Exception {
    fixture.named(2).byHand().start();
    for (int number = 1; number <= 3; number++) {
      assertThat(fixture.round().round().orElseThrow().number()).isEqualTo(number);
      fixture.time.advance(GAP);
    }
  }

  @Test
  void aPollKeepsNoGapAndTakesThoseWithItWhoWait() throws Exception {
    Discovery discovery =
        fixture.with(c -> c.withGapByHand(INTERVAL.plus(INTERVAL))).named(2).start();
    fixture.awaitIdle();
    fixture.round();
    Background<DiscoveryResult> caller = inBackground(() -> discovery.discoverNodes(BOUND));
    caller.awaitWaiting();

    fixture.time.advance(INTERVAL);
    assertThat(discovery.pollIfDue()).isTrue();

    assertThat(caller.result().round().orElseThrow().number()).isEqualTo(3);
  }

  @Test
  void aPollBeginsNoGap() throws Exception {
    fixture.named(2).start();
    fixture.awaitIdle();

    assertThat(fixture.round().round().orElseThrow().number()).isEqualTo(2);
  }

  @Test
  void aStopRefusesWhoWaitsForTheEndOfTheGap() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.round();
    Background<DiscoveryResult> caller = inBackground(() -> discovery.discoverNodes(BOUND));
    caller.awaitWaiting();

    assertThat(discovery.stop(BOUND)).isTrue();

    assertThatThrownBy(caller::result).hasRootCauseInstanceOf(DiscoveryStoppedException.class);
    assertThat(fixture.rounds()).hasSize(1);
  }
}
