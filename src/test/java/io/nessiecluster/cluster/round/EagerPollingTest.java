package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change seldom comes alone: rounds follow each second for a while behind it. */
class EagerPollingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final DiscoveryFixture fixture = new DiscoveryFixture().with(any -> any.withEager(true));

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  private Discovery startInTheQuiet() throws InterruptedException {
    Discovery discovery = fixture.start();
    fixture.awaitIdle();
    becomeQuiet();
    assertThat(roundsIn(Duration.ofMinutes(1))).isEqualTo(12);
    return discovery;
  }

  /** Polls each second, as the scheduler does, until nothing has been new for long enough. */
  private void becomeQuiet() throws InterruptedException {
    roundsIn(Eagerness.LASTS.plus(INTERVAL));
  }

  private int roundsIn(Duration time) throws InterruptedException {
    int before = fixture.rounds().size();
    for (long second = 0; second < time.toSeconds(); second++) {
      fixture.pollAfter(SECOND);
    }
    return fixture.rounds().size() - before;
  }

  @Test
  void inTheQuietThereAreTwelveRoundsInAMinuteAsWithoutIt() throws Exception {
    fixture.named(2);

    startInTheQuiet();

    assertThat(roundsIn(Duration.ofHours(1))).isEqualTo(720);
  }

  @Test
  void aFirstChangeIsFoundWithinAnIntervalAndTheNextWithinASecond() throws Exception {
    fixture.named(2);
    startInTheQuiet();

    fixture.named(2, 3);
    roundsIn(INTERVAL);
    assertThat(fixture.known(peer(3)).state()).isEqualTo(NodeState.CONNECTED);

    for (int next = 4; next < 40; next++) { // a rollout, one pod after the other
      fixture.named(IntStream.rangeClosed(2, next).toArray());
      fixture.pollAfter(SECOND);
      assertThat(fixture.known(peer(next)).state()).isEqualTo(NodeState.CONNECTED);
    }
  }

  @Test
  void aLinkThatIsLostInTheQuietBringsARoundAtOnce() throws Exception {
    fixture.named(2);
    Discovery discovery = startInTheQuiet();

    fixture.peers.disconnect(peer(2));
    discovery.connectionListener().connectionLost(peer(2), LossCause.CONNECTION_RESET, "gone");

    assertThat(fixture.pollAfter(SECOND)).isTrue();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aPeerThatDialsUsBringsARoundAtOnceThatMayFindMoreOfThem() throws Exception {
    fixture.named(2);
    Discovery discovery = startInTheQuiet();

    fixture.named(2, 3, 4);
    fixture.peers.connect(peer(3));
    discovery
        .connectionListener()
        .connectionUp(peer(3), new NodeConnection(NodeConnection.Direction.INBOUND, false));

    assertThat(fixture.pollAfter(SECOND)).isTrue();
    assertThat(fixture.known(peer(4)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void whoHasSeenAStrangerBringsARoundAtOnceButNoneCloserThanASecond() throws Exception {
    fixture.named(2);
    Discovery discovery = startInTheQuiet();
    assertThat(fixture.pollAfter(SECOND)).isFalse();

    discovery.hurry();
    assertThat(discovery.untilPoll().orElseThrow()).isLessThanOrEqualTo(Duration.ZERO);
    fixture.pollAfter(Duration.ZERO);
    discovery.hurry();
    discovery.hurry();
    assertThat(discovery.untilPoll().orElseThrow())
        .isBetween(Eagerness.LEAST_DELAY, Eagerness.MOST_DELAY);
  }

  @Test
  void aNodeThatStartsIsConnectedWithinASecondThoughItsFirstDialsFailed() throws Exception {
    fixture.named(2);
    startInTheQuiet();
    fixture.peers.fails(peer(3), ConnectCause.CONNECTION_REFUSED);
    fixture.named(2, 3);
    roundsIn(Duration.ofSeconds(20));

    fixture.peers.succeeds(peer(3));
    fixture.pollAfter(SECOND);

    assertThat(fixture.known(peer(3)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void nodesThatKeepFailingAreNoNewsAndAreDialledOnceInAnInterval() throws Exception {
    int[] failing = IntStream.rangeClosed(2, 401).toArray();
    for (int node : failing) {
      fixture.peers.fails(peer(node), ConnectCause.CONNECTION_REFUSED);
    }
    fixture.named(failing);
    Discovery discovery = startInTheQuiet();
    int before = fixture.peers.dials().size();
    assertThat(roundsIn(Duration.ofMinutes(1))).isEqualTo(12);
    assertThat(fixture.peers.dials().size() - before).isEqualTo(12 * failing.length);

    before = fixture.peers.dials().size();
    for (int second = 0; second < 60; second++) {
      discovery.hurry(); // for some other reason
      assertThat(fixture.pollAfter(SECOND)).isTrue();
    }
    assertThat(fixture.peers.dials().size() - before).isLessThanOrEqualTo(13 * failing.length);
    assertThat(fixture.rounds().getLast().errors()).hasSize(failing.length);
  }

  @Test
  void whenTheDnsFailsItIsAskedEachSecondForAWhileAndThenEverMoreSeldom() throws Exception {
    fixture.named(2);
    Discovery discovery = startInTheQuiet();
    fixture.lookup.fails(QUERY, RecordType.A, Reason.TIMEOUT);
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.TIMEOUT);
    roundsIn(INTERVAL);

    assertThat(roundsIn(Duration.ofSeconds(25))).isEqualTo(25);
    roundsIn(Duration.ofSeconds(6));
    assertThat(discovery.untilPoll().orElseThrow()).isBetween(SECOND, INTERVAL.multipliedBy(2));
    roundsIn(Duration.ofMinutes(1));
    assertThat(roundsIn(Duration.ofMinutes(5))).isEqualTo(10);

    fixture.named(2, 3);
    roundsIn(Duration.ofSeconds(30));
    assertThat(fixture.known(peer(3)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(roundsIn(Duration.ofSeconds(20))).isEqualTo(20);
  }

  @Test
  void aDnsThatReturnsWhileItIsAskedEachSecondIsFoundWithinOne() throws Exception {
    fixture.named(2);
    startInTheQuiet();
    fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);
    roundsIn(Duration.ofSeconds(15));

    fixture.named(2, 3);
    fixture.pollAfter(SECOND);

    assertThat(fixture.known(peer(3)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aNodeThatComesAndGoesForEverBuysNoMoreThanOneRoundInAnIntervalAtLast() throws Exception {
    fixture.named(2);
    Discovery discovery = startInTheQuiet();

    comeAndGo(discovery, Duration.ofMinutes(20));

    assertThat(comeAndGo(discovery, Duration.ofMinutes(10))).isLessThanOrEqualTo(2 * 120);
  }

  private int comeAndGo(Discovery discovery, Duration time) throws InterruptedException {
    NodeName stranger = peer(99);
    int rounds = 0;
    for (long second = 0; second < time.toSeconds(); second++) {
      discovery
          .connectionListener()
          .connectionUp(stranger, new NodeConnection(NodeConnection.Direction.INBOUND, false));
      discovery.connectionListener().connectionLost(stranger, LossCause.CLOSED_BY_PEER, "again");
      rounds += roundsIn(SECOND);
    }
    return rounds;
  }

  @Test
  void withoutItRoundsKeepToTheInterval() throws Exception {
    fixture.with(any -> any.withEager(false)).named(2).start();
    fixture.awaitIdle();

    fixture.named(2, 3);
    assertThat(roundsIn(Duration.ofMinutes(1))).isEqualTo(12);
  }

  @Test
  void anIntervalOfASecondIsEagerAlways() throws Exception {
    fixture.with(any -> any.withInterval(SECOND)).named(2).start();
    fixture.awaitIdle();

    assertThat(fixture.pollAfter(SECOND.minusNanos(1))).isFalse();
    assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
  }
}
