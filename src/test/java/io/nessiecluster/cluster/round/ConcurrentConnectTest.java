package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connects run side by side, bounded in number and each in time. */
class ConcurrentConnectTest {

  private static final int[] HUNDRED = IntStream.range(2, 102).toArray();

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void aHundredPeersThatTimeOutTakeOneTimeout() throws Exception {
    CyclicBarrier together = new CyclicBarrier(HUNDRED.length); // trips when all are under way
    for (int number : HUNDRED) {
      fixture.peers.script(
          peer(number),
          timeout -> {
            awaitAt(together);
            throw new NodeConnectException(ConnectCause.CONNECT_TIMEOUT, "after " + timeout);
          });
    }
    fixture.named(HUNDRED).start();

    List<NodeConnectError> errors = fixture.round().errors();

    assertThat(errors)
        .hasSize(HUNDRED.length)
        .allSatisfy(error -> assertThat(error.detail()).isEqualTo("after PT7S"));
    assertThat(errors)
        .extracting(NodeConnectError::node)
        .containsExactly(
            IntStream.of(HUNDRED).mapToObj(DiscoveryFixture::peer).toArray(NodeName[]::new));
  }

  @Test
  void aHundredPeersWhoseConnectIgnoresItsTimeoutAreGivenUpTogetherAfterTheGrace()
      throws Exception {
    for (int number : HUNDRED) {
      fixture.peers.hangs(peer(number));
    }
    fixture.named(HUNDRED).with(any -> any.withConnectTimeout(Duration.ofMillis(20)));
    fixture.startInRealTime();

    DiscoveryResult result = fixture.round();

    assertThat(result.errors())
        .hasSize(HUNDRED.length)
        .allSatisfy(
            error -> {
              assertThat(error.cause()).isEqualTo(ConnectCause.CONNECT_TIMEOUT);
              assertThat(error.detail()).isEqualTo("no result within 1020 ms");
            });
    assertThat(result.round().orElseThrow().duration())
        .isBetween(Duration.ofMillis(1020), Duration.ofSeconds(10)); // and not 100 times 1020 ms
    fixture.awaitIdle(); // they were interrupted
  }

  @Test
  void aConnectThatHearsNoInterruptIsNotDialledTwiceAtOnce() throws Exception {
    fixture.peers.hangsDeaf(peer(2));
    fixture.named(2).with(any -> any.withConnectTimeout(Duration.ofMillis(1)));
    fixture.startInRealTime();

    assertThat(fixture.round().errors()).hasSize(1);
    assertThat(fixture.round().errors())
        .singleElement()
        .satisfies(error -> assertThat(error.detail()).contains("hangs still"));

    assertThat(fixture.peers.dials()).containsExactly(peer(2));
    fixture.peers.release();
    fixture.awaitIdle();
    fixture.peers.disconnect(peer(2));
    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
  }

  @Test
  void noMoreThanTheConcurrencyAreUnderWay() throws Exception {
    fixture.named(HUNDRED).with(any -> any.withConnectConcurrency(7));
    for (int number : HUNDRED) {
      fixture.peers.hangs(peer(number));
    }
    Discovery discovery = fixture.start();
    Background<DiscoveryResult> round = inBackground(() -> discovery.discoverNodes(BOUND));

    fixture.peers.awaitUnderWay(7);
    assertThat(fixture.peers.dials()).hasSize(7);
    fixture.peers.release();

    assertThat(round.result().nodes()).hasSize(1 + HUNDRED.length);
    assertThat(fixture.peers.mostUnderWay()).isEqualTo(7);
  }

  @Test
  void aSilentPeerDelaysNoOther() throws Exception {
    fixture.named(2, 3, 4).with(any -> any.withConnectConcurrency(2)).peers.hangs(peer(2));
    Discovery discovery = fixture.start();
    discovery.discoverNodes();

    DiscoveryFixture.await(fixture.peers, peers -> peers.nodes().size() == 3);

    assertThat(fixture.peers.nodes()).containsExactly(SELF, peer(3), peer(4));
  }

  @Test
  void aFailureIsKnownBeforeTheRoundEnds() throws Exception {
    fixture.peers.hangs(peer(2)).fails(peer(3), ConnectCause.TLS_FAILURE);
    Discovery discovery = fixture.named(2, 3).start();
    discovery.discoverNodes();

    DiscoveryFixture.await(discovery, d -> d.snapshot().count(NodeState.FAILING) == 1);

    assertThat(discovery.hasRan()).isFalse();
    assertThat(fixture.known(peer(3)).trouble().orElseThrow().cause()).isEqualTo("tls_failure");
  }

  @Test
  void theBoundOfARoundGrowsByWavesAndNeverOverflows() {
    assertThat(dialler(256).bound(0)).isEqualTo(Duration.ZERO);
    assertThat(dialler(256).bound(256)).isEqualTo(Duration.ofSeconds(8));
    assertThat(dialler(256).bound(257)).isEqualTo(Duration.ofSeconds(16));
    assertThat(dialler(Integer.MAX_VALUE).bound(100)).isEqualTo(Duration.ofSeconds(8));
  }

  private DialBatch dialler(int concurrency) {
    return new DialBatch(
        fixture.executor, fixture.time, fixture.peers::begin, concurrency, Duration.ofSeconds(7));
  }

  private static void awaitAt(CyclicBarrier barrier) throws InterruptedException {
    try {
      barrier.await(BOUND.toNanos(), TimeUnit.NANOSECONDS);
    } catch (java.util.concurrent.BrokenBarrierException
        | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("they were not all under way at once", e);
    }
  }
}
