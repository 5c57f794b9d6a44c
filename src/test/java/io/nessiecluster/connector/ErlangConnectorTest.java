package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DistributionTraffic;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.FaultyThreads;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.RecordedLinks;
import io.nessiecluster.distribution.TestNodes;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the domain sees of the own node. */
@Timeout(60)
class ErlangConnectorTest {

  private static final Duration BOUND = Duration.ofSeconds(10);

  private final NodeName self = new NodeName(TestNodes.name("self"));
  private final NodeName peer = new NodeName(TestNodes.name("peer"));
  private final ErlangConnector connector = new ErlangConnector(self, true);
  private final Told told = new Told();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    connector.close();
    nodes.close();
  }

  @Test
  void beforeItsStartItIsAloneAndNotAlive() {
    assertThat(connector.nodes()).containsExactly(self);
    assertThat(connector.ownNode().alive()).isFalse();
    assertThatThrownBy(() -> connector.connect(peer, BOUND))
        .isInstanceOfSatisfying(
            NodeConnectException.class,
            e -> assertThat(e.connectCause()).isEqualTo(ConnectCause.LOCAL_NODE_IS_NOT_ALIVE));
    assertThat(connector.traffic().out()).isEqualTo(DistributionTraffic.Direction.NONE);
    assertThat(connector.traffic().calls())
        .containsOnlyKeys(
            "ok", "not_connected", "overloaded", "refused", "bad_rpc", "timeout", "node_lost");
  }

  @Test
  void anAttemptTellsItsEndWhetherOrNotItCouldBegin() throws Exception {
    BlockingQueue<Object> ends = new LinkedBlockingQueue<>();
    Attempt.End end = (node, fault) -> ends.add(node != null ? node : fault);
    Executor none =
        task -> {
          throw new AssertionError("it needs a thread");
        };
    connector.begin(peer, BOUND, none, end).giveUp();
    assertThat(cause(ends)).isEqualTo(ConnectCause.LOCAL_NODE_IS_NOT_ALIVE);

    connector.start(nodes.settings(self.text()), nodes.runtime, told);
    connector.begin(new NodeName("nobody"), BOUND, none, end).giveUp();
    assertThat(cause(ends)).isEqualTo(ConnectCause.PROTOCOL_ERROR);
    connector.begin(peer, BOUND, none, end);
    assertThat(cause(ends)).isEqualTo(ConnectCause.NAME_NOT_REGISTERED);

    nodes.start(peer.text(), new RecordedLinks());
    connector.begin(peer, BOUND, none, end).giveUp();
    connector.begin(peer, BOUND, none, end);
    TestNodes.await("the peer", () -> ends.contains(peer));
    assertThat(connector.nodes()).containsExactly(self, peer);
  }

  private static ConnectCause cause(BlockingQueue<Object> ends) throws InterruptedException {
    Object end = ends.poll(10, TimeUnit.SECONDS);
    assertThat(end).isInstanceOf(NodeConnectException.class);
    return ((NodeConnectException) end).connectCause();
  }

  @Test
  void itTellsOfConnectionsAndTheirTraffic() throws Exception {
    nodes.start(peer.text(), new RecordedLinks(), ErlangConnectorTest::withShortTicks);
    connector.start(
        withShortTicks(nodes.settings(self.text()).withHidden(true)), nodes.runtime, told);
    connector.connect(peer, BOUND);

    assertThat(told.next()).isEqualTo("up " + peer + " OUTBOUND");
    assertThat(connector.nodes()).containsExactly(self, peer);
    TestNodes.await("ticks go out", () -> connector.traffic().out().ticks() > 0);
    TestNodes.await("ticks come in", () -> connector.traffic().in().ticks() > 0);
    DistributionTraffic before = connector.traffic();

    connector.disconnect(peer);
    assertThat(told.next()).isEqualTo("lost " + peer + " DISCONNECTED");
    assertThat(connector.nodes()).containsExactly(self);

    connector.close();
    assertThat(connector.traffic().out().bytes())
        .as("counters never fall")
        .isGreaterThanOrEqualTo(before.out().bytes());
  }

  @Test
  void aDialInVainIsALineWithItsAddressAndCauseInFields() throws Exception {
    BlockingQueue<Map<String, String>> fields = new LinkedBlockingQueue<>();
    ClusterLogger logger =
        new ClusterLogger() {
          @Override
          public void log(Level level, String message) {
            throw new AssertionError("without fields: " + message);
          }

          @Override
          public void log(Level level, String message, Map<String, String> all) {
            assertThat(level + " " + message).startsWith("WARNING refused a dial from 127.0.0.1:");
            fields.add(all);
          }
        };
    NodeSettings stranger =
        NodeSettings.of(peer.text(), Cookie.of("another"), TestNodes.LOOPBACK)
            .withEpmd(EpmdMode.EXTERNAL, nodes.epmd.port());
    try (ErlangConnector watched = new ErlangConnector(self, true, logger);
        ErlangNode dialler = ErlangNode.start(stranger, nodes.runtime, new RecordedLinks())) {
      watched.start(nodes.settings(self.text()), nodes.runtime, told);
      assertThatThrownBy(() -> dialler.connect(self.text(), BOUND))
          .isInstanceOf(ConnectFailedException.class);

      assertThat(fields.poll(BOUND.toSeconds(), TimeUnit.SECONDS))
          .isEqualTo(Map.of("address", "127.0.0.1", "cause", "cookie_mismatch"));
    }
  }

  @Test
  void theNodesAreSortedBehindTheOwnOneAndListedAnewOnlyWhenALinkChanges() throws Exception {
    NodeName other = new NodeName(TestNodes.name("another"));
    nodes.start(peer.text(), new RecordedLinks());
    nodes.start(other.text(), new RecordedLinks());
    connector.start(nodes.settings(self.text()), nodes.runtime, told);
    connector.connect(peer, BOUND);
    connector.connect(other, BOUND);

    List<NodeName> both = connector.nodes();
    assertThat(both).containsExactly(self, other, peer);
    assertThat(connector.nodes()).as("nothing has changed").isSameAs(both);

    connector.disconnect(other);
    TestNodes.await("the link is gone", () -> connector.nodes().size() == 2);
    assertThat(connector.nodes()).containsExactly(self, peer);
  }

  @Test
  void aLoopOfTheNodeThatHasEndedIsAmongWhatItTellsOfTheOwnNode() throws Exception {
    FaultyThreads threads = new FaultyThreads();
    NodeRuntime sound = nodes.runtime;
    NodeRuntime runtime =
        new NodeRuntime(sound.clock(), sound.nanoTime(), sound.random(), threads, sound.timer());
    connector.start(
        nodes.settings(self.text()).withEpmd(EpmdMode.NONE, nodes.epmd.port()), runtime, told);
    assertThat(connector.ownNode().deadLoops()).isEmpty();
    threads.made().getFirst().interrupt();

    TestNodes.await("it is told", () -> connector.ownNode().deadLoops().equals(List.of("dials")));
  }

  private static NodeSettings withShortTicks(NodeSettings settings) {
    return settings.withNetTickTime(Duration.ofSeconds(2));
  }

  private static final class Told implements io.nessiecluster.cluster.ConnectionListener {
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

    @Override
    public void connectionUp(NodeName node, NodeConnection link) {
      events.add("up " + node + " " + link.direction());
    }

    @Override
    public void connectionLost(
        NodeName node, io.nessiecluster.cluster.LossCause cause, String detail) {
      events.add("lost " + node + " " + cause);
    }

    String next() throws InterruptedException {
      return events.poll(BOUND.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
