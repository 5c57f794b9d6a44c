package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A BEAM with {@code -start_epmd false -erl_epmd_port N}, as nodes in containers like it: it
 * listens at N and dials every peer at N; nobody asks an EPMD. Two hosts, 127.0.0.1 and 127.0.0.2.
 */
@RequiresErlang
class PeerPortIT {

  private final RecordedLinks links = new RecordedLinks();
  private final int noEpmd = FreePort.find();
  private TestNodes nodes;
  private BeamNode beam;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    int port = FreePort.find();
    beam =
        nodes.closeLater(
            BeamNode.start(
                TestNodes.name("beam"),
                TestNodes.COOKIE,
                noEpmd,
                "-erl_epmd_port",
                Integer.toString(port)));
    NodeSettings settings =
        NodeSettings.of(
                "us@127.0.0.2", Cookie.of(TestNodes.COOKIE), InetAddress.ofLiteral("127.0.0.2"))
            .withPort(port)
            .withEpmd(EpmdMode.NONE, noEpmd)
            .withPeerPort(port);
    node = nodes.closeLater(ErlangNode.start(settings, nodes.runtime, links));
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void isDialledAtItsPort() throws Exception {
    assertThat(node.connect(beam.name(), TestNodes.TIMEOUT).remote().getPort())
        .isEqualTo(node.port());
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['us@127.0.0.2']"));
  }

  @Test
  void dialsUsAtOurPort() throws Exception {
    assertThat(beam.eval("net_adm:ping('us@127.0.0.2')")).isEqualTo("pong");
    links.await("up " + beam.name() + " ACCEPTED");
  }
}
