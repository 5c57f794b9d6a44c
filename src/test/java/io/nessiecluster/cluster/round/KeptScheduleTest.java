package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where discovery does as nessie_cluster does, points 1, 2, 5, 7, 8, 10, 11: when rounds run. */
class KeptScheduleTest {

  private static final Duration ALMOST_INTERVAL = INTERVAL.minusNanos(1);
  private static final Duration ONE_NANO = Duration.ofNanos(1);

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void point01_defaultsAreIgnoreFiveSecondsAndNessieCluster() {
    DnsCluster defaults = DnsCluster.create();

    assertThat(defaults.queries()).isEmpty();
    assertThat(defaults.interval()).contains(Duration.ofMillis(5000));
    assertThat(defaults.name()).isEqualTo("nessie_cluster");
    assertThat(defaults.recordTypes()).containsExactly(RecordType.A, RecordType.AAAA);
  }

  @Test
  void point02_withAQueryAndAnIntervalTheFirstRoundStartsAtOnce() throws Exception {
    fixture.named(2).start();
    fixture.awaitIdle();

    assertThat(fixture.rounds()).hasSize(1);
    assertThat(fixture.peers.dials()).containsExactly(peer(2));
  }

  @Test
  void point02_withoutAnIntervalRoundsRunOnlyWhenAskedFor() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();

    assertThat(discovery.pollIfDue()).isFalse();
    assertThat(fixture.pollAfter(Duration.ofDays(1))).isFalse();
    assertThat(fixture.lookup.calls()).isEmpty();

    fixture.round();
    assertThat(fixture.pollAfter(Duration.ofDays(1))).isFalse();
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void point05_nextRoundIsTimedFromTheEndOfTheLast() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).start();
    fixture.executor.awaitStill();
    fixture.time.advance(INTERVAL.multipliedBy(3)); // the round takes three intervals
    assertThat(discovery.pollIfDue()).isFalse();
    fixture.lookup.release();
    fixture.awaitIdle();

    assertThat(fixture.pollAfter(ALMOST_INTERVAL)).isFalse();
    assertThat(fixture.pollAfter(ONE_NANO)).isTrue();
    assertThat(fixture.rounds()).hasSize(2);
  }

  @Test
  void point05_aRoundByHandNeitherResetsNorDoublesTheTimer() throws Exception {
    fixture.named(2).start();
    fixture.awaitIdle();
    fixture.time.advance(INTERVAL.dividedBy(2));
    fixture.round();
    fixture.round();

    assertThat(fixture.pollAfter(INTERVAL.dividedBy(2).minusNanos(1))).isFalse();
    assertThat(fixture.pollAfter(ONE_NANO)).isTrue();
    assertThat(fixture.pollAfter(ALMOST_INTERVAL)).isFalse();
    assertThat(fixture.pollAfter(ONE_NANO)).isTrue();
    assertThat(fixture.rounds()).hasSize(5);
  }

  @Test
  void point07_hasRanTurnsTrueWhenTheFirstRoundCompletesAndNeverGoesBack() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).start();
    fixture.awaitLookups(1);
    assertThat(discovery.hasRan()).isFalse();

    fixture.lookup.release();
    fixture.awaitIdle();
    assertThat(discovery.hasRan()).isTrue();

    fixture.lookup.fails(QUERY, RecordType.A, LookupOutcome.Reason.SERVFAIL);
    fixture.round();
    discovery.stop(BOUND);
    assertThat(discovery.hasRan()).isTrue();
    discovery.start();
    assertThat(discovery.hasRan()).isTrue();
  }

  @Test
  void point07_hasRanTurnsTrueWhateverTheOutcome() throws Exception {
    fixture.lookup.fails(QUERY, RecordType.A, LookupOutcome.Reason.TIMEOUT);
    fixture.lookup.fails(QUERY, RecordType.AAAA, LookupOutcome.Reason.TIMEOUT);
    Discovery discovery = fixture.start();
    fixture.awaitIdle();

    assertThat(discovery.hasRan()).isTrue();
  }

  @Test
  void point08_ignoreLooksNothingUpAndConnectsNothing() throws Exception {
    Discovery discovery = fixture.with(any -> any.withQuery(new DnsQuery.Ignore())).start();

    assertThat(fixture.pollAfter(INTERVAL.multipliedBy(10))).isFalse();
    assertThat(discovery.state()).isEqualTo(DiscoveryState.IGNORING);
    assertThat(discovery.hasRan()).isFalse();
    assertThat(fixture.lookup.calls()).isEmpty();
    assertThat(fixture.peers.dials()).isEmpty();
  }

  @Test
  void point08_ignoreByHandWarnsAndReturnsTheCurrentNodes() throws Exception {
    Discovery discovery = fixture.with(any -> any.withQuery(new DnsQuery.Ignore())).start();
    fixture.peers.connect(peer(2));

    for (DiscoveryResult result : List.of(fixture.round(), discovery.discoverNodes())) {
      assertThat(result.nodes()).containsExactly(SELF, peer(2));
      assertThat(result.errors()).isEmpty();
    }
    assertThat(fixture.logged(""))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("WARNING nessie_cluster: nothing"));
    assertThat(discovery.hasRan()).isFalse();
  }

  @Test
  void point10_roundsAreSerialised() throws Exception {
    Discovery discovery = fixture.named(2).start();
    List<Background<DiscoveryResult>> callers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      callers.add(inBackground(() -> discovery.discoverNodes(BOUND)));
    }
    for (Background<DiscoveryResult> caller : callers) {
      caller.result();
    }
    fixture.awaitIdle();

    List<DiscoveryRound> rounds = fixture.rounds();
    assertThat(rounds).extracting(DiscoveryRound::number).isSorted().doesNotHaveDuplicates();
    List<RecordType> asked = fixture.lookup.calls().stream().map(FakeLookup.Call::type).toList();
    assertThat(asked).hasSize(2 * rounds.size());
    for (int i = 0; i < asked.size(); i += 2) { // two rounds at once would mix their lookups
      assertThat(asked.subList(i, i + 2)) // of one round, side by side: in any order
          .containsExactlyInAnyOrder(RecordType.A, RecordType.AAAA);
    }
  }

  @Test
  void point10_stopWaitsForTheRunningRoundAndCancelsTheTimer() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).start();
    fixture.awaitLookups(1);

    Background<Boolean> stop = inBackground(() -> discovery.stop(BOUND));
    DiscoveryFixture.await(discovery, d -> d.state() == DiscoveryState.STOPPED);
    assertThat(stop.isDone()).isFalse();
    fixture.lookup.release();

    assertThat(stop.result()).isTrue();
    assertThat(discovery.hasRan()).isTrue();
    assertThat(fixture.pollAfter(INTERVAL.multipliedBy(10))).isFalse();
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void point10_afterStopDiscoveryByHandIsRefused() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();

    assertThat(discovery.stop(BOUND)).isTrue();

    assertThatThrownBy(discovery::discoverNodes).isInstanceOf(DiscoveryStoppedException.class);
    assertThatThrownBy(() -> discovery.discoverNodes(BOUND))
        .isInstanceOf(DiscoveryStoppedException.class)
        .hasMessageContaining("nessie_cluster");
    assertThat(fixture.lookup.calls()).isEmpty();
  }

  @Test
  void point11_startFailsWhenTheOwnNameHasNoAt() {
    fixture.resolver(resolver -> resolver.withListNodes(() -> List.of(new NodeName("nonode"))));

    assertThatIllegalStateException()
        .isThrownBy(fixture::start)
        .withMessageContaining("nonode")
        .withMessageContaining("basename@address");
  }

  @Test
  void point11_startFailsWhenNoNodeIsListed() {
    fixture.resolver(resolver -> resolver.withListNodes(List::of));

    assertThatIllegalStateException().isThrownBy(fixture::start).withMessageContaining("own node");
  }
}
