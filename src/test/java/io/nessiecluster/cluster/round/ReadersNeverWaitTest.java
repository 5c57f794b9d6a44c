package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.NodeState;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadersNeverWaitTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void readersAreAnsweredWhileALookupHangs() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).start();
    fixture.awaitLookups(1);

    assertReadersAreAnswered(discovery);
    assertThat(fixture.executor.running()).isPositive(); // it hangs still
  }

  @Test
  void readersAreAnsweredWhileAConnectHangs() throws Exception {
    fixture.peers.hangs(peer(2));
    Discovery discovery = fixture.named(2).start();
    fixture.peers.awaitUnderWay(1);

    assertReadersAreAnswered(discovery);
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.DISCOVERED);
    assertThat(fixture.executor.running()).isPositive();
  }

  @Test
  void readersAndLinksAreAnsweredWhileAListenerHangs() throws Exception {
    CountDownLatch hanging = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    Discovery discovery =
        fixture
            .named(2)
            .with(
                any ->
                    any.withListener(
                        event -> {
                          hanging.countDown();
                          awaitQuietly(released);
                        }))
            .start();
    hanging.await();

    assertReadersAreAnswered(discovery);
    assertThat(
            inBackground(
                    () -> {
                      discovery
                          .connectionListener()
                          .connectionUp(
                              peer(9), new NodeConnection(NodeConnection.Direction.INBOUND, true));
                      return discovery.snapshot().connected();
                    })
                .result())
        .isEqualTo(1);
    released.countDown();
  }

  @Test
  void aSnapshotStaysAsItWas() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.round();
    DiscoverySnapshot before = discovery.snapshot();
    assertThat(discovery.snapshot()).isSameAs(before);

    discovery.connectionListener().connectionLost(peer(2), LossCause.CONNECTION_RESET, "reset");

    assertThat(before.count(NodeState.CONNECTED)).isEqualTo(1);
    assertThat(discovery.snapshot().count(NodeState.CONNECTED)).isEqualTo(0);
  }

  private static void assertReadersAreAnswered(Discovery discovery) throws Exception {
    assertThat(
            inBackground(
                    () -> {
                      assertThat(discovery.snapshot().self()).isEqualTo(SELF);
                      assertThat(discovery.isLive()).isTrue();
                      assertThat(discovery.pollIfDue()).isFalse();
                      assertThat(discovery.state()).isEqualTo(DiscoveryState.RUNNING);
                      return discovery.hasRan();
                    })
                .result())
        .isFalse();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
