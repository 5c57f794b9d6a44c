package io.nessiecluster.cluster;

import static io.nessiecluster.cluster.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

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
                          .links()
                          .linkUp(peer(9), new NodeLink(NodeLink.Direction.INBOUND, true));
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

    discovery.links().linkLost(peer(2), LossCause.CONNECTION_RESET, "reset");

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
                      assertThat(discovery.state()).isEqualTo(Discovery.State.RUNNING);
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
