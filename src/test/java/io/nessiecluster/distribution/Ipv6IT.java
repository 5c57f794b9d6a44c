package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real BEAM of {@code -proto_dist inet6_tcp}, whose EPMD is the embedded one on ::1. */
@RequiresErlang
class Ipv6IT {

  private final RecordedLinks links = new RecordedLinks();
  private final int epmdPort = FreePort.find();
  private TestNodes nodes;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    Ipv6Loopback.require();
    nodes = new TestNodes();
    NodeSettings settings =
        NodeSettings.of("us@::1", Cookie.of(TestNodes.COOKIE), Ipv6Loopback.ADDRESS)
            .withPort(0)
            .withEpmd(EpmdMode.EMBEDDED, epmdPort);
    node = nodes.closeLater(ErlangNode.start(settings, nodes.runtime, links));
  }

  @AfterEach
  void close() throws Exception {
    if (nodes != null) {
      nodes.close();
    }
  }

  @Test
  void aDialledBeamListsUsByOurIpv6Name() throws Exception {
    BeamNode beam = beam();

    Link link = node.connect("beam@::1", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo("beam@::1");
    assertThat(link.remote().getAddress()).isEqualTo(Ipv6Loopback.ADDRESS);
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['us@::1']"));
    assertThat(beam.eval("net_adm:ping('us@::1')")).isEqualTo("pong");
  }

  @Test
  void aBeamFindsAndDialsUsOverIpv6() throws Exception {
    BeamNode beam = beam();

    assertThat(beam.eval("net_adm:ping('us@::1')")).isEqualTo("pong");

    links.await("up beam@::1 ACCEPTED");
    assertThat(beam.eval("erl_epmd:names({0,0,0,0,0,0,0,1})"))
        .contains("{\"us\"," + node.port() + "}")
        .contains("\"beam\"");
  }

  private BeamNode beam() throws Exception {
    return nodes.closeLater(BeamNode.start("beam@::1", TestNodes.COOKIE, epmdPort));
  }
}
