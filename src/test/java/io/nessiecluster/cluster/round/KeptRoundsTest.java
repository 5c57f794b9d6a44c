package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnectError.ConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where discovery does as nessie_cluster does, points 3, 4, 6, 9, 12, 13: what a round does. */
class KeptRoundsTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void point03_aRoundListsLooksUpAAndAaaaConnectsAndListsAgain() throws Exception {
    List<String> steps = new CopyOnWriteArrayList<>();
    fixture.peers.connect(peer(3));
    fixture.named(1, 2, 3).lookup.addresses(QUERY, RecordType.AAAA, "fd00::2");
    Discovery discovery =
        fixture
            .byHand()
            .with(any -> any.withConnectConcurrency(1))
            .resolver(
                resolver ->
                    new Resolver(
                        resolver.basename(),
                        (node, timeout) -> {
                          steps.add("connect " + node);
                          resolver.connectNode().connect(node, timeout);
                        },
                        () -> {
                          steps.add("list");
                          return resolver.listNodes().nodes();
                        },
                        (name, type) -> {
                          steps.add(type + " " + name);
                          return resolver.lookup().lookup(name, type);
                        }))
            .start();
    steps.clear();

    DiscoveryResult result = discovery.discoverNodes(BOUND);

    assertThat(steps.getFirst()).isEqualTo("list");
    assertThat(steps.subList(1, 3)) // side by side
        .containsExactlyInAnyOrder("A " + QUERY, "AAAA " + QUERY);
    assertThat(steps.subList(3, 6))
        .containsExactly("connect " + peer(2), "connect app@fd00::2", "list");
    assertThat(result.nodes()).containsExactly(SELF, peer(3), peer(2), new NodeName("app@fd00::2"));
  }

  @Test
  void point03_itselfAndTheConnectedAreNotDialled() throws Exception {
    fixture.peers.connect(peer(3));
    fixture.named(1, 3).byHand().start();

    assertThat(fixture.round().errors()).isEmpty();
    assertThat(fixture.peers.dials()).isEmpty();
  }

  @Test
  void point04_oneNodesFailureNeverStopsTheRound() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.COOKIE_MISMATCH);
    fixture.peers.script(
        peer(3),
        timeout -> {
          throw new IllegalStateException("a bug");
        });
    fixture.peers.script(
        peer(4),
        timeout -> {
          throw new NoClassDefFoundError("a missing class");
        });
    fixture.named(2, 3, 4, 5).byHand().start();

    DiscoveryResult result = fixture.round();

    assertThat(result.errors())
        .extracting(NodeConnectError::node)
        .containsExactly(peer(2), peer(3), peer(4));
    assertThat(result.nodes()).containsExactly(SELF, peer(5));
  }

  @Test
  void point04_theErrorIsFailedToConnectOrLocalNodeIsNotAlive() throws Exception {
    fixture.named(2, 3).byHand().start();
    fixture.peers.fails(peer(2), ConnectCause.EPMD_TIMEOUT);
    fixture.peers.fails(peer(3), ConnectCause.LOCAL_NODE_IS_NOT_ALIVE);

    assertThat(fixture.round().errors())
        .extracting(NodeConnectError::error)
        .containsExactly(ConnectError.FAILED_TO_CONNECT, ConnectError.LOCAL_NODE_IS_NOT_ALIVE);
    for (ConnectCause cause : ConnectCause.values()) {
      assertThat(new NodeConnectError(SELF, cause, "").error() == ConnectError.FAILED_TO_CONNECT)
          .isEqualTo(cause != ConnectCause.LOCAL_NODE_IS_NOT_ALIVE);
    }
  }

  @Test
  void point04_errorsDescribeTheLastRoundOnly() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.peers.fails(peer(2), ConnectCause.CONNECTION_REFUSED);
    assertThat(fixture.round().errors()).hasSize(1);

    fixture.peers.succeeds(peer(2));

    assertThat(fixture.round().errors()).isEmpty();
    assertThat(discovery.snapshot().lastRound().orElseThrow().errors()).isEmpty();
  }

  @Test
  void point06_withATimeoutItWaitsAndReturnsAllNodesAndTheErrorsOfThatRound() throws Exception {
    NodeName stranger = new NodeName("other@192.0.2.9"); // connected, but not by the DNS
    fixture.peers.connect(stranger);
    fixture.peers.fails(peer(3), ConnectCause.NOT_ALLOWED);
    fixture.named(2, 3).byHand().start();

    DiscoveryResult result = fixture.round();

    assertThat(result.nodes()).containsExactly(SELF, stranger, peer(2));
    assertThat(result.errors())
        .containsExactly(new NodeConnectError(peer(3), ConnectCause.NOT_ALLOWED, "as scripted"));
    assertThat(result.round()).isPresent();
  }

  @Test
  void point06_afterItsTimeoutTheRoundGoesOn() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();

    assertThatThrownBy(() -> discovery.discoverNodes(Duration.ofMillis(1)))
        .isInstanceOf(DiscoveryTimeoutException.class)
        .hasMessageContaining("1 ms");

    fixture.lookup.release();
    fixture.awaitIdle();
    assertThat(fixture.rounds()).hasSize(1);
    assertThat(fixture.peers.nodes()).contains(peer(2));
  }

  @Test
  void point06_withoutATimeoutItReturnsAtOnceWithEmptyListsAndTheRoundRuns() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2).byHand().start();

    DiscoveryResult result = discovery.discoverNodes();

    assertThat(result.nodes()).isEmpty();
    assertThat(result.errors()).isEmpty();
    assertThat(result.round()).isEmpty();
    fixture.lookup.release();
    fixture.awaitIdle();
    assertThat(fixture.peers.nodes()).contains(peer(2));
  }

  @Test
  void point09_aNodeThatVanishedFromTheDnsIsNotDisconnected() throws Exception {
    fixture.named(2).byHand().start();
    fixture.round();

    fixture.lookup.remove(QUERY);
    fixture.time.advance(Duration.ofDays(1));

    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
    assertThat(fixture.known(peer(2)).isConnected()).isTrue();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);
  }

  @Test
  void point09_aLostConnectionIsDialledAgainByTheNextRound() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();
    fixture.round();
    fixture.peers.disconnect(peer(2));
    discovery
        .connectionListener()
        .connectionLost(peer(2), LossCause.TICK_TIMEOUT, "silent for 60 s");
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.FAILING);

    fixture.round();

    assertThat(fixture.peers.dials()).containsExactly(peer(2), peer(2));
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void point12_theOwnBasenameIsThePeersUnlessAQueryNamesAnother() throws Exception {
    fixture
        .with(
            any ->
                any.withQuery(new DnsQuery.Name("a."), new DnsQuery.Name("b.", Optional.of("w"))))
        .byHand()
        .start();
    fixture.lookup.addresses("a.", RecordType.A, "10.1.0.1");
    fixture.lookup.addresses("b.", RecordType.A, "10.2.0.1");

    assertThat(fixture.round().nodes())
        .containsExactlyInAnyOrder(SELF, new NodeName("app@10.1.0.1"), new NodeName("w@10.2.0.1"));
  }

  @Test
  void point13_eachPartOfTheResolverCanBeReplacedSingly() throws Exception {
    List<NodeName> connected = new CopyOnWriteArrayList<>(List.of(new NodeName("me@x")));
    fixture
        .byHand()
        .resolver(
            resolver ->
                resolver
                    .withBasename(node -> Optional.of("other"))
                    .withConnectNode((node, timeout) -> connected.add(node))
                    .withListNodes(() -> List.copyOf(connected))
                    .withLookup(
                        (name, type) ->
                            new LookupOutcome.Answer(List.of("192.0.2.7"), Duration.ZERO)))
        .start();

    assertThat(fixture.round().nodes())
        .containsExactly(new NodeName("me@x"), new NodeName("other@192.0.2.7"));
    assertThat(fixture.peers.dials()).isEmpty();
    assertThat(fixture.lookup.calls()).isEmpty();
  }

  @Test
  void point13_withoutAResolverStartSaysSo() {
    assertThatIllegalStateException()
        .isThrownBy(() -> DnsCluster.create().start(null))
        .withMessageContaining("withResolver");
  }
}
