package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.state.NodeState;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connecting and disconnecting by hand. */
class NodeConnectionsTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand().named(2);
  private Discovery discovery;
  private NodeConnections connections;

  @BeforeEach
  void discover() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.COOKIE_MISMATCH);
    discovery = fixture.start();
    connections =
        new NodeConnections(
            discovery,
            fixture.peers::disconnect,
            new Environment(fixture.time, System::nanoTime, new Random(1), fixture.executor));
    fixture.round();
  }

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void aConnectedNodeIsShownAsSuchAtOnce() throws Exception {
    fixture.peers.succeeds(peer(2));

    assertThat(connections.connect(peer(2))).isEmpty();

    assertThat(connections.isConnected(peer(2))).isTrue();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aNodeThatIsConnectedIsNotDialled() throws Exception {
    fixture.peers.connect(peer(2));
    int dials = fixture.peers.dials().size();

    assertThat(connections.connect(peer(2))).isEmpty();

    assertThat(fixture.peers.dials()).hasSize(dials);
  }

  @Test
  void aFailureIsReturnedAndCountsAsOneOfARound() throws Exception {
    Optional<NodeConnectError> error = connections.connect(peer(2));

    assertThat(error.orElseThrow().cause()).isEqualTo(ConnectCause.COOKIE_MISMATCH);
    assertThat(fixture.known(peer(2)).failures()).isEqualTo(2);
  }

  @Test
  void whoAsksWhileADialIsUnderWaySharesIt() throws Exception {
    fixture.peers.hangs(peer(2));
    int before = fixture.peers.dials().size();
    Background<Optional<NodeConnectError>> first =
        DiscoveryFixture.inBackground(() -> connections.connect(peer(2)));
    fixture.peers.awaitUnderWay(1);
    Background<Optional<NodeConnectError>> second =
        DiscoveryFixture.inBackground(() -> connections.connect(peer(2)));
    second.awaitWaiting();
    fixture.peers.release();

    assertThat(first.result()).isEmpty();
    assertThat(second.result()).isEmpty();
    assertThat(fixture.peers.dials()).hasSize(before + 1);
  }

  @Test
  void aDisconnectedNodeIsDialledAgainByTheNextRound() throws Exception {
    fixture.peers.succeeds(peer(2));
    assertThat(connections.connect(peer(2))).isEmpty();

    connections.disconnect(peer(2));

    assertThat(connections.isConnected(peer(2))).isFalse();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.FAILING);
    fixture.round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aNodeCanBeConnectedWhileDiscoveryIsStopped() throws Exception {
    fixture.peers.succeeds(peer(2));
    discovery.stop(DiscoveryFixture.BOUND);

    assertThat(connections.connect(peer(2))).isEmpty();

    assertThat(fixture.known(peer(2)).isConnected()).isTrue();
  }
}
