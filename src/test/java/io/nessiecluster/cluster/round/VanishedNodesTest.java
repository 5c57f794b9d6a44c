package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that the DNS no longer names. */
class VanishedNodesTest {

  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final Duration ONE_NANO = Duration.ofNanos(1);

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();
  private final List<NodeName> disconnected = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void byDefaultTheyStayConnectedAndAreToldOnce() throws Exception {
    startWithPeersGone();
    fixture.time.advance(Duration.ofDays(300));
    fixture.round();

    assertThat(fixture.known(peer(2)).isConnected()).isTrue();
    assertThat(fixture.events(ClusterEvent.NodeVanished.class))
        .extracting(ClusterEvent.NodeVanished::node)
        .containsExactly(peer(2), peer(3));
    assertThat(fixture.logged("vanished")).hasSize(2);
  }

  @Test
  void theyAreForgottenAfterTheGraceWhenTheyAreNotConnected() throws Exception {
    Discovery discovery = startWithPeersGone();
    lose(discovery, 2);
    fixture.time.advance(GRACE.minus(ONE_NANO));
    fixture.round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);

    fixture.time.advance(ONE_NANO);
    fixture.round();

    assertThat(fixture.find(peer(2))).isEmpty();
    assertThat(fixture.find(peer(3))).isPresent();
  }

  @Test
  void theyAreDisconnectedAfterTheGraceWhenTheyShallBe() throws Exception {
    disconnecting();
    startWithPeersGone();
    fixture.time.advance(GRACE.minus(ONE_NANO));
    fixture.round();
    assertThat(disconnected).isEmpty();

    fixture.time.advance(ONE_NANO);
    fixture.round();
    assertThat(disconnected).containsExactly(peer(2), peer(3));

    fixture.round();
    fixture.round();
    assertThat(disconnected).hasSize(2);
    assertThat(fixture.find(peer(2))).isEmpty();
  }

  @Test
  void aLookupFailureNeverDisconnects() throws Exception {
    disconnecting();
    fixture.named(2).start();
    fixture.round();
    fail(Reason.SERVFAIL);
    for (int i = 0; i < 5; i++) {
      fixture.time.advance(GRACE);
      fixture.round();
    }

    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(disconnected).isEmpty();
  }

  @Test
  void aVanishedNodeIsNotDisconnectedWhileNobodyKnowsWhetherItIsBack() throws Exception {
    disconnecting();
    startWithPeersGone();
    fail(Reason.TIMEOUT);
    fixture.time.advance(GRACE.multipliedBy(2));
    fixture.round();
    assertThat(disconnected).isEmpty();

    fixture.lookup.remove(QUERY);
    fixture.round();
    assertThat(disconnected).containsExactly(peer(2), peer(3));
  }

  @Test
  void oneThatReappearsIsKnownAsBeforeAndItsGraceBeginsAnew() throws Exception {
    disconnecting();
    startWithPeersGone();
    fixture.time.advance(GRACE.minus(ONE_NANO));
    fixture.named(2).round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(fixture.known(peer(2)).vanishedAt()).isEmpty();

    fixture.lookup.remove(QUERY);
    fixture.time.advance(ONE_NANO);
    fixture.round();

    assertThat(disconnected).containsExactly(peer(3));
    assertThat(fixture.events(ClusterEvent.NodeDiscovered.class)).hasSize(3);
  }

  @Test
  void oneThatCannotBeDisconnectedKeepsNoOtherFromIt() throws Exception {
    fixture.with(
        any ->
            any.withVanishPolicy(
                new VanishPolicy.Disconnect(
                    GRACE,
                    node -> {
                      disconnected.add(node);
                      throw new IllegalStateException("a bug");
                    })));
    startWithPeersGone();
    fixture.time.advance(GRACE);
    fixture.round();

    assertThat(disconnected).containsExactly(peer(2), peer(3));
    assertThat(fixture.logged("ERROR")).hasSize(2);
  }

  @Test
  void aStoppedDiscoveryDisconnectsNobody() throws Exception {
    disconnecting();
    Discovery discovery = startWithPeersGone();
    fixture.time.advance(GRACE);
    int asked = fixture.lookup.calls().size();
    fixture.lookup.hold();
    discovery.discoverNodes();
    fixture.awaitLookups(asked + 1);
    Background<Boolean> stop = inBackground(() -> discovery.stop(BOUND));
    stop.awaitWaiting();
    fixture.lookup.release();

    assertThat(stop.result()).isTrue();
    assertThat(disconnected).isEmpty();
  }

  @Test
  void aGraceWithoutEndIsTaken() throws Exception {
    fixture.with(
        any -> any.withVanishPolicy(new VanishPolicy.Keep(Duration.ofSeconds(Long.MAX_VALUE))));
    Discovery discovery = startWithPeersGone();
    lose(discovery, 2);
    fixture.time.advance(Duration.ofDays(36_500));
    fixture.round();

    assertThat(fixture.find(peer(2))).isPresent();
  }

  private Discovery startWithPeersGone() throws Exception {
    Discovery discovery = fixture.named(2, 3).start();
    fixture.round();
    fixture.lookup.remove(QUERY);
    fixture.round();
    assertThat(discovery.snapshot().count(NodeState.VANISHED)).isEqualTo(2);
    return discovery;
  }

  private void disconnecting() {
    fixture.with(
        any ->
            any.withVanishPolicy(
                new VanishPolicy.Disconnect(
                    GRACE,
                    node -> {
                      disconnected.add(node);
                      fixture.peers.disconnect(node); // the next round sees that it is gone
                    })));
  }

  private void lose(Discovery discovery, int number) {
    fixture.peers.disconnect(peer(number));
    discovery.connectionListener().connectionLost(peer(number), LossCause.CLOSED_BY_PEER, "gone");
  }

  private void fail(Reason reason) {
    fixture.lookup.fails(QUERY, RecordType.A, reason);
    fixture.lookup.fails(QUERY, RecordType.AAAA, reason);
  }
}
