package io.nessiecluster.connector;

import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.PeerNamesContract;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.PeerNaming;
import io.nessiecluster.distribution.RecordedLinks;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.Transport;
import io.nessiecluster.distribution.epmd.EpmdServer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** The connector meets nodes at targets as the domain's tests have it of their fake. */
@Timeout(60)
class ErlangPeerNamesTest extends PeerNamesContract {

  private final NodeName self = new NodeName(TestNodes.name("self"));
  private final ErlangConnector connector = new ErlangConnector(self, true);
  private final Map<String, ErlangNode> started = new HashMap<>();
  private final Map<String, EpmdServer> epmds = new HashMap<>(); // by address
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    connector.start(
        nodes.settings(self.text()).withNaming(PeerNaming.BY_PEER), nodes.runtime, new Deaf());
  }

  @AfterEach
  void close() throws Exception {
    connector.close();
    nodes.close();
  }

  @Override
  protected PeerNames names() {
    return connector.peerNames();
  }

  @Override
  protected NodeName self() {
    return self;
  }

  @Override
  protected String address(int number) {
    return "127.77.12." + (1 + number);
  }

  @Override
  protected void start(String name, String address) throws Exception {
    InetAddress at = InetAddress.ofLiteral(address);
    if (!epmds.containsKey(address)) {
      epmds.put(address, nodes.epmdAt(at));
    }
    NodeSettings settings =
        NodeSettings.of(name, Cookie.of(TestNodes.COOKIE), at)
            .withHidden(false)
            .withPort(0)
            .withEpmd(EpmdMode.EXTERNAL, nodes.epmd.port());
    ErlangNode node =
        ErlangNode.start(settings, nodes.runtime, Transport.plain(), new RecordedLinks());
    started.put(name + " " + address, nodes.closeLater(node));
  }

  @Override
  protected void stop(String name, String address) throws Exception {
    started.get(name + " " + address).close();
    TestNodes.await("the link is lost", () -> !connector.nodes().contains(new NodeName(name)));
    String basename = new NodeName(name).basename().orElseThrow();
    TestNodes.await(
        "EPMD has forgotten it",
        () -> epmds.get(address).registered().stream().noneMatch(n -> n.name().equals(basename)));
  }

  /** Nobody who is told: what is asked here answers by itself. */
  private static final class Deaf implements ConnectionListener {

    @Override
    public void connectionUp(NodeName node, NodeConnection connection) {}

    @Override
    public void connectionLost(NodeName node, LossCause cause, String detail) {}
  }
}
