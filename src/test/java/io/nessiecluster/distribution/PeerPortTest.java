package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** Peers that all listen at one port, of which no EPMD need know. */
class PeerPortTest {

  private static final InetAddress OTHER_HOST = InetAddress.ofLiteral("127.0.0.2");
  private static final int NO_EPMD = FreePort.find();

  @Test
  void aPeerIsDialledAtTheFixedPortWithoutAnEpmd() throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      NodeSettings settings =
          NodeSettings.of("b@127.0.0.2", Cookie.of(TestNodes.COOKIE), OTHER_HOST)
              .withPort(0)
              .withEpmd(EpmdMode.NONE, NO_EPMD);
      ErlangNode there =
          nodes.closeLater(ErlangNode.start(settings, nodes.runtime, new RecordedLinks()));
      ErlangNode node =
          nodes.start(
              TestNodes.name("a"),
              new RecordedLinks(),
              s -> s.withEpmd(EpmdMode.NONE, NO_EPMD).withPeerPort(there.port()));

      Link link = node.connect(there.name(), TestNodes.TIMEOUT);

      assertThat(link.remote().getPort()).isEqualTo(there.port());
      assertThat(there.links()).hasSize(1);
    }
  }

  @Test
  void whereNothingListensAtThatPortTheConnectionIsRefused() throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      int port = FreePort.find();
      ErlangNode node =
          nodes.start(TestNodes.name("a"), new RecordedLinks(), s -> s.withPeerPort(port));
      assertThatThrownBy(() -> node.connect("b@127.0.0.2", TestNodes.TIMEOUT))
          .isInstanceOfSatisfying(
              ConnectFailedException.class,
              e -> {
                assertThat(e.failure()).isEqualTo(ConnectFailure.CONNECTION_REFUSED);
                assertThat(e.detail()).contains("127.0.0.2:" + port);
              });
    }
  }
}
