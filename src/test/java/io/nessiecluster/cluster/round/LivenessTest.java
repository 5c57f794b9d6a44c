package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.RecordType;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Live means: whatever the loop waits for is within its bound, and no poll is overdue. */
class LivenessTest {

  private static final Duration GRACE = LivenessDeadline.GRACE;
  private static final Duration ONE_NANO = Duration.ofNanos(1);
  private static final Duration LOOKUPS = Duration.ofSeconds(30);
  private static final Duration WAVE = Duration.ofSeconds(7).plus(DialBatch.GRACE);

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void itIsLiveUntilThePollIsOverdue() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();

    assertLiveFor(discovery, INTERVAL.plus(GRACE));
    assertThat(fixture.pollAfter(Duration.ZERO)).isTrue();
    assertLiveFor(discovery, INTERVAL.plus(GRACE));
  }

  @Test
  void theNextRoundIsDueAfterTheIntervalHoweverLongThatIs() throws Exception {
    Duration hour = Duration.ofHours(1);
    Discovery discovery = fixture.named(2).with(any -> any.withInterval(hour)).start();
    fixture.awaitIdle();
    assertThat(discovery.untilDue()).contains(hour);

    fixture.time.advance(hour.minusSeconds(1));
    assertThat(discovery.untilDue()).contains(Duration.ofSeconds(1));

    fixture.time.advance(Duration.ofSeconds(91));
    assertThat(discovery.untilDue()).contains(Duration.ofSeconds(-90));
  }

  @Test
  void aRoundThatHangsIsOverdueOnceItsBoundHasPassed() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).start();
    fixture.executor.awaitStill();

    fixture.time.advance(LOOKUPS.plusSeconds(7));

    assertThat(discovery.untilDue()).contains(Duration.ofSeconds(-7));
  }

  @Test
  void noRoundIsDueThatDoesNotComeByItself() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    assertThat(discovery.untilDue()).isEmpty();
    fixture.round();
    assertThat(discovery.untilDue()).isEmpty();
  }

  @Test
  void noRoundIsDueOnceStopped() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    discovery.stop(BOUND);

    assertThat(discovery.untilDue()).isEmpty();
  }

  @Test
  void backOffIsNoDelay() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);
    fixture.pollAfter(INTERVAL);

    assertLiveFor(discovery, INTERVAL.multipliedBy(2).plus(GRACE));
  }

  @Test
  void itIsNotLiveWhenALookupHangsPastItsBound() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).start();
    fixture.executor.awaitStill();

    assertLiveFor(discovery, LOOKUPS.plus(GRACE));

    fixture.lookup.release();
    fixture.awaitIdle();
    assertThat(discovery.isLive()).isTrue();
  }

  @Test
  void itIsNotLiveWhenDialsHangPastTheirBound() throws Exception {
    fixture.peers.hangs(peer(2)).hangs(peer(3)).hangs(peer(4));
    Discovery discovery = fixture.named(2, 3, 4).with(any -> any.withConnectConcurrency(2)).start();
    fixture.peers.awaitUnderWay(2);
    fixture.executor.awaitStill();

    assertLiveFor(discovery, WAVE.multipliedBy(2).plus(GRACE));
  }

  @Test
  void itIsNotLiveWhenTheListOfNodesHangs() throws Exception {
    FakePeers hanging = new FakePeers(DiscoveryFixture.SELF).hangs(peer(9));
    Discovery discovery =
        fixture
            .resolver(
                resolver ->
                    resolver.withListNodes(
                        () -> {
                          if (fixture.executor.running() > 0) { // asked by a round
                            hang(hanging);
                          }
                          return resolver.listNodes().nodes();
                        }))
            .start();
    hanging.awaitUnderWay(1);

    assertLiveFor(discovery, GRACE);
    hanging.release();
  }

  @Test
  void itIsNotLiveWhenTheExecutorTakesNoMoreRounds() throws Exception {
    fixture.executor.reject(100);
    Discovery discovery = fixture.named(2).start();

    for (int i = 0; i < 2; i++) {
      assertThat(discovery.isLive()).isTrue();
      fixture.pollAfter(INTERVAL);
    }
    fixture.pollAfter(ONE_NANO);
    assertThat(discovery.isLive()).isFalse();

    fixture.executor.reject(0);
    assertThat(fixture.pollAfter(INTERVAL)).isTrue();
    assertThat(discovery.isLive()).isTrue();
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void itIsLiveForeverWhenThereIsNothingToWaitFor() throws Exception {
    Discovery discovery = fixture.with(any -> any.withQuery(new DnsQuery.Ignore())).start();
    fixture.time.advance(Duration.ofDays(1000));
    assertThat(discovery.isLive()).isTrue();
  }

  @Test
  void itIsLiveForeverBetweenRoundsByHand() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.time.advance(Duration.ofDays(1000));
    assertThat(discovery.isLive()).isTrue();
    fixture.round();
    fixture.time.advance(Duration.ofDays(1000));
    assertThat(discovery.isLive()).isTrue();
  }

  @Test
  void aRoundByHandDoesNotHideAPollThatIsOverdue() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    fixture.time.advance(INTERVAL);
    fixture.round();

    assertLiveFor(discovery, GRACE);
  }

  @Test
  void itIsLiveWhenStoppedThoughARoundHangs() throws Exception {
    fixture.peers.hangsDeaf(peer(2));
    Discovery discovery = fixture.named(2).start();
    fixture.peers.awaitUnderWay(1);
    discovery.stop(Duration.ZERO);
    fixture.time.advance(Duration.ofDays(1));
    assertThat(discovery.isLive()).isTrue();

    fixture.peers.release();
    fixture.awaitIdle();
    assertThat(discovery.isLive()).isTrue();
    discovery.start();
    assertThat(discovery.discoverNodes(BOUND).round()).isPresent();
    fixture.awaitIdle();
    assertThat(discovery.isLive()).isTrue();
  }

  /** Live up to that time from now, and not a nanosecond longer. */
  private void assertLiveFor(Discovery discovery, Duration time) {
    assertThat(discovery.isLive()).isTrue();
    fixture.time.advance(time);
    assertThat(discovery.isLive()).isTrue();
    fixture.time.advance(ONE_NANO);
    assertThat(discovery.isLive()).isFalse();
  }

  private static void hang(FakePeers hanging) {
    try {
      hanging.connect(peer(9), Duration.ZERO);
    } catch (NodeConnectException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
