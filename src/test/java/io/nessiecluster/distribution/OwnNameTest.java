package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who dials an address that is its own by another name, or that of a node of its own name. */
class OwnNameTest {

  private static final String NAME = "us@localhost";
  private static final InetAddress OTHER = InetAddress.ofLiteral("127.77.4.5");

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ErlangNode start(InetAddress bind, int port) throws Exception {
    NodeSettings settings =
        NodeSettings.of(NAME, Cookie.of(TestNodes.COOKIE), bind)
            .withPort(port)
            .withPeerPort(port)
            .withEpmd(EpmdMode.NONE, nodes.epmd.port());
    return nodes.closeLater(ErlangNode.start(settings, nodes.runtime, heard));
  }

  private static ConnectFailedException failure(ErlangNode node, String peer) {
    return catchThrowableOfType(
        ConnectFailedException.class, () -> node.connect(peer, TestNodes.TIMEOUT));
  }

  @Test
  void aNodeThatDialsItselfByItsAddressKnowsIt() throws Exception {
    ErlangNode node = start(TestNodes.LOOPBACK, FreePort.find());

    ConnectFailedException failure = failure(node, "us@127.0.0.1");

    assertThat(failure.failure()).isEqualTo(ConnectFailure.OWN_NODE);
    assertThat(failure.detail()).contains("the node there is " + NAME + ", this node itself");
    assertThat(node.links()).isEmpty();
    assertThat(node.refusedHandshakes()).as("told once, by the dial").isZero();
  }

  @Test
  void soDoesOneThatListensAtEveryAddress() throws Exception {
    ErlangNode node = start(InetAddress.ofLiteral("0.0.0.0"), FreePort.find());

    assertThat(failure(node, "us@127.77.4.5").failure()).isEqualTo(ConnectFailure.OWN_NODE);
    assertThat(failure(node, "other@127.77.4.6").failure()).isEqualTo(ConnectFailure.OWN_NODE);
  }

  @Test
  void anotherNodeOfTheSameNameIsSomebodyElse() throws Exception {
    int port = FreePort.find();
    ErlangNode node = start(TestNodes.LOOPBACK, port);
    ErlangNode other = start(OTHER, port);

    ConnectFailedException failure = failure(node, "us@127.77.4.5");

    assertThat(failure.failure()).isEqualTo(ConnectFailure.DUPLICATE_OWN_NAME);
    assertThat(failure.detail()).contains("another node there calls itself " + NAME);
    heard.await("refused DUPLICATE_OWN_NAME");
    assertThat(other.links()).isEmpty();
  }
}
