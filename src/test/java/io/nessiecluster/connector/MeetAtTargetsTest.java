package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.PeerNaming;
import io.nessiecluster.distribution.RecordedLinks;
import io.nessiecluster.distribution.TestNodes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the domain sees of nodes that are met at targets. */
@Timeout(60)
class MeetAtTargetsTest {

  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final NodeName TARGET = new NodeName("rabbit@127.0.0.1");
  private static final NodeName RABBIT = new NodeName("rabbit@rabbit-0.nodes");

  private final NodeName self = new NodeName("us@us.example");
  private final ErlangConnector connector = new ErlangConnector(self, true);
  private final PeerNames names = connector.peerNames();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private TestNodes nodes;

  private final ConnectionListener listener =
      new ConnectionListener() {
        @Override
        public void connectionUp(NodeName node, NodeConnection connection) {
          told.add(node + " at " + connection.address().orElseThrow());
        }

        @Override
        public void connectionLost(NodeName node, LossCause cause, String detail) {
          told.add("lost " + node);
        }
      };

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    connector.close();
    nodes.close();
  }

  private void start() throws Exception {
    connector.start(
        nodes
            .settings(self.text())
            .withEpmd(EpmdMode.NONE, nodes.epmd.port())
            .withNaming(PeerNaming.BY_PEER),
        nodes.runtime,
        listener);
  }

  @Test
  void aNodeIsCalledAsItSaysAndWhereItIsIsTold() throws Exception {
    nodes.start(RABBIT.text(), new RecordedLinks());
    start();

    assertThat(names.connect(TARGET, BOUND)).isEqualTo(RABBIT);

    assertThat(connector.nodes()).containsExactly(self, RABBIT);
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(RABBIT + " at 127.0.0.1");
    assertThat(names.connect(TARGET, BOUND)).as("to be connected is success").isEqualTo(RABBIT);
  }

  @Test
  void whatIsInTheWayIsTyped() throws Exception {
    NodeConnectException before = failure(TARGET);
    assertThat(before.connectCause()).isEqualTo(ConnectCause.LOCAL_NODE_IS_NOT_ALIVE);
    start();

    NodeConnectException unknown = failure(TARGET);
    assertThat(unknown.connectCause()).isEqualTo(ConnectCause.NAME_NOT_REGISTERED);
    assertThat(unknown).hasMessageEndingWith("it lists none");
  }

  private NodeConnectException failure(NodeName target) {
    return catchThrowableOfType(NodeConnectException.class, () -> names.connect(target, BOUND));
  }

  @Test
  void whatEpmdListsIsTold() throws Exception {
    start();
    assertThat(names.asksEpmd()).isTrue();
    assertThat(names.list("127.0.0.1", Set.of(), BOUND)).isEmpty();

    nodes.start(RABBIT.text(), new RecordedLinks(), settings -> settings.withHidden(false));
    assertThat(names.list("127.0.0.1", Set.of(), BOUND)).containsExactly("rabbit");
  }

  @Test
  void withAFixedPortThereIsNobodyToAsk() throws Exception {
    connector.start(
        nodes.settings(self.text()).withEpmd(EpmdMode.NONE, nodes.epmd.port()).withPeerPort(9),
        nodes.runtime,
        listener);
    assertThat(names.asksEpmd()).isFalse();
  }
}
