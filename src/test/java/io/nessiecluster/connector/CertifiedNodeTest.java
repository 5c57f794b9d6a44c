package io.nessiecluster.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.PeerNaming;
import io.nessiecluster.distribution.RecordedLinks;
import io.nessiecluster.distribution.TestCertificates;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.TlsSettings;
import io.nessiecluster.distribution.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes under their own names over TLS: what the domain and the log are told of certificates. */
class CertifiedNodeTest {

  private static final NodeName TARGET = new NodeName("rabbit@127.0.0.1");
  private static final NodeName NODE = new NodeName("rabbit@rabbit-0.nodes");

  private static final ConnectionListener NOBODY =
      new ConnectionListener() {
        @Override
        public void connectionUp(NodeName node, NodeConnection connection) {}

        @Override
        public void connectionLost(NodeName node, LossCause cause, String detail) {}
      };

  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger logger = Logger.getLogger(ErlangConnector.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          logged.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };
  private final NodeName self = new NodeName(TestNodes.name("self"));
  private final ErlangConnector connector = new ErlangConnector(self, true);
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.FINE);
    logger.addHandler(handler);
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    connector.close();
    nodes.close();
    logger.removeHandler(handler);
    logger.setLevel(null);
    logger.setUseParentHandlers(true);
  }

  private void start(Path folder, String alternativeNames) throws Exception {
    SSLContext context =
        new TestCertificates(folder)
            .authority("ca")
            .issue("node", "ca", alternativeNames)
            .context("node", "ca");
    TlsSettings tls = TlsSettings.of(() -> context);
    nodes.start(NODE.text(), new RecordedLinks(), tls);
    connector.start(
        nodes.settings(self.text()).withNaming(PeerNaming.BY_PEER),
        nodes.runtime,
        Transport.tls(tls),
        NOBODY);
  }

  @Test
  void theLogSaysByWhatNameANodeIsCertified(@TempDir Path folder) throws Exception {
    start(folder, "dns:rabbit-0.nodes");
    assertThat(connector.peerNames().connect(TARGET, TestNodes.TIMEOUT)).isEqualTo(NODE);
    TestNodes.await("a line", () -> !logged.isEmpty());
    assertThat(logged)
        .containsExactly(
            "connected to rabbit@rabbit-0.nodes over TLS: its certificate bears rabbit-0.nodes");
  }

  @Test
  void theLogSaysThatANodeIsCertifiedByItsAddress(@TempDir Path folder) throws Exception {
    start(folder, "ip:127.0.0.1,dns:rabbit-0.nodes");
    assertThat(connector.peerNames().connect(TARGET, TestNodes.TIMEOUT)).isEqualTo(NODE);
    TestNodes.await("a line", () -> !logged.isEmpty());
    assertThat(logged)
        .containsExactly(
            "connected to rabbit@rabbit-0.nodes over TLS: its certificate bears 127.0.0.1");
  }

  @Test
  void aNodeThatIsCertifiedByNeitherIsATlsFailure(@TempDir Path folder) throws Exception {
    start(folder, "dns:rabbit-1.nodes");
    assertThatThrownBy(() -> connector.peerNames().connect(TARGET, TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            NodeConnectException.class,
            e -> assertThat(e.connectCause()).isEqualTo(ConnectCause.TLS_FAILURE))
        .hasMessageContaining("neither 127.0.0.1, which was dialled, nor rabbit-0.nodes")
        .hasMessageContaining("but DNS:rabbit-1.nodes");
    assertThat(logged).isEmpty();
  }
}
