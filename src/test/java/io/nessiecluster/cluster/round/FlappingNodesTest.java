package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.cluster.state.KnownNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node whose connections come up and are lost again and again is not told as a healthy one. */
class FlappingNodesTest {

  private static final NodeName NODE = peer(2);

  private final DiscoveryFixture fixture = new DiscoveryFixture().named(2, 3);
  private Discovery discovery;
  private boolean displaces;

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  private void start() throws InterruptedException {
    fixture.peers.script(
        NODE,
        timeout ->
            discovery
                .connectionListener()
                .connectionUp(
                    NODE, new NodeConnection(NodeConnection.Direction.OUTBOUND, false, displaces)));
    discovery = fixture.build();
    discovery.start();
    fixture.awaitIdle();
  }

  private void loseAfter(Duration age, LossCause cause) {
    fixture.time.advance(age);
    fixture.peers.disconnect(NODE);
    discovery.connectionListener().connectionLost(NODE, cause, "as scripted");
  }

  /** Lost at this age and dialled by the next round, so many times. */
  private void flap(int times, Duration age) throws Exception {
    for (int i = 0; i < times; i++) {
      loseAfter(age, LossCause.CLOSED_BY_PEER);
      fixture.pollAfter(INTERVAL);
    }
  }

  private long dials() {
    return fixture.peers.dials().stream().filter(NODE::equals).count();
  }

  private List<NodeConnectError> errors() {
    return fixture.rounds().getLast().errors();
  }

  private Condition peersConnected() {
    return discovery.snapshot().conditions().stream()
        .filter(condition -> condition.type() == Condition.Type.PEERS_CONNECTED)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aNodeThatIsLostAtOneAgeSaysSoInItsHint() throws Exception {
    start();
    flap(2, Duration.ofSeconds(8));
    assertThat(fixture.known(NODE).trouble().orElseThrow().hint()).isEmpty();

    flap(1, Duration.ofSeconds(8));

    KnownNode.Trouble trouble = fixture.known(NODE).trouble().orElseThrow();
    assertThat(trouble.cause()).isEqualTo("closed_by_peer");
    assertThat(trouble.detail()).contains("3 times in a row, each time after about 8 s");
    assertThat(trouble.hint())
        .hasValueSatisfying(hint -> assertThat(hint).contains("net_ticktime"));
    assertThat(fixture.logged("lost " + NODE).getLast()).contains("net_ticktime");
    assertThat(fixture.events(ClusterEvent.NodeLost.class).getLast().hint()).isPresent();
  }

  @Test
  void itIsNoHealthyNodeThoughItIsConnectedAtThisMoment() throws Exception {
    start();
    assertThat(peersConnected().reason()).isEqualTo("AllConnected");

    flap(3, Duration.ofSeconds(8));

    assertThat(fixture.known(NODE).isConnected()).isTrue();
    assertThat(peersConnected().status()).isEqualTo(Condition.Status.FALSE);
    assertThat(peersConnected().reason()).isEqualTo("SomeFlapping");
    assertThat(peersConnected().message()).endsWith("; 1 are lost again and again");
    assertThat(discovery.snapshot().flapping()).containsOnlyKeys(NODE);
  }

  @Test
  void roundsLeaveItAloneForAWhileAndListItMeanwhile() throws Exception {
    start();
    flap(3, Duration.ZERO);
    long before = dials();

    loseAfter(Duration.ZERO, LossCause.CLOSED_BY_PEER);
    fixture.pollAfter(INTERVAL);

    assertThat(dials()).isEqualTo(before);
    assertThat(errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.node()).isEqualTo(NODE);
              assertThat(error.cause()).isEqualTo(ConnectCause.LOST_AT_ONCE);
              assertThat(error.detail()).contains("at once after it came up; dialled again in ");
            });
    assertThat(fixture.peers.dials()).as("the other one").contains(peer(3));
    for (int i = 0; i < 20; i++) {
      fixture.pollAfter(INTERVAL);
    }
    assertThat(dials()).as("it is not given up").isEqualTo(before + 1);
    assertThat(errors()).isEmpty();
  }

  @Test
  void aRoundByHandDialsItAllTheSame() throws Exception {
    start();
    flap(3, Duration.ZERO);
    loseAfter(Duration.ZERO, LossCause.CLOSED_BY_PEER);
    long before = dials();

    assertThat(fixture.round().errors()).isEmpty();

    assertThat(dials()).isEqualTo(before + 1);
    assertThat(fixture.known(NODE).isConnected()).isTrue();
  }

  @Test
  void itIsConnectedByHandAllTheSame() throws Exception {
    start();
    flap(3, Duration.ZERO);
    loseAfter(Duration.ZERO, LossCause.CLOSED_BY_PEER);
    long before = dials();
    NodeConnections byHand =
        new NodeConnections(
            discovery,
            node -> {},
            new Environment(fixture.time, fixture.time, new Random(1), fixture.executor));

    assertThat(byHand.connect(NODE)).isEmpty();

    assertThat(dials()).isEqualTo(before + 1);
  }

  @Test
  void aSecondServiceOfOurNameIsNamed() throws Exception {
    start();
    displaces = true; // from now on the node holds the other's connection whenever it is dialled
    flap(2, Duration.ofSeconds(3));

    loseAfter(Duration.ofSeconds(11), LossCause.CLOSED_BY_PEER);

    KnownNode.Trouble trouble = fixture.known(NODE).trouble().orElseThrow();
    assertThat(trouble.cause()).isEqualTo("duplicate_own_name");
    assertThat(trouble.hint())
        .hasValueSatisfying(hint -> assertThat(hint).contains("node.name", "$(POD_IP)"));
    assertThat(fixture.logged("duplicate_own_name"))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("WARNING").contains("node.name"));
    fixture.time.advance(Duration.ofMillis(1));
    fixture.pollAfter(INTERVAL.minusSeconds(1));
    assertThat(errors())
        .singleElement()
        .extracting(NodeConnectError::cause)
        .isEqualTo(ConnectCause.DUPLICATE_OWN_NAME);
  }

  @Test
  void theOwnAddressIsDialledOnceAndToldOnce() throws Exception {
    fixture.peers.fails(NODE, ConnectCause.OWN_NODE);
    discovery = fixture.start();
    fixture.awaitIdle();
    for (int i = 0; i < 5; i++) {
      fixture.pollAfter(INTERVAL);
    }

    assertThat(dials()).isEqualTo(1);
    assertThat(fixture.rounds()).allSatisfy(round -> assertThat(round.errors()).isEmpty());
    assertThat(fixture.find(NODE)).isEmpty();
    assertThat(peersConnected().status()).isEqualTo(Condition.Status.TRUE);
    assertThat(fixture.logged("is not dialled"))
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("INFO").contains(NODE.text()));
    assertThat(fixture.logged("WARNING")).isEmpty();
  }

  @Test
  void anAddressThatWasOursIsDialledOnceItIsNamedAnew() throws Exception {
    fixture.peers.fails(NODE, ConnectCause.OWN_NODE);
    discovery = fixture.start();
    fixture.awaitIdle();
    fixture.named(3);
    fixture.pollAfter(INTERVAL);
    fixture.peers.succeeds(NODE);
    fixture.named(2, 3);

    fixture.pollAfter(INTERVAL);

    assertThat(fixture.known(NODE).isConnected()).isTrue();
  }
}
