package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.NamesResponse;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, EPMD and links over IPv6. */
class Ipv6Test {

  private final RecordedLinks heard = new RecordedLinks();
  private final int epmdPort = FreePort.find();
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    Ipv6Loopback.require();
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    if (nodes != null) {
      nodes.close();
    }
  }

  private ErlangNode start(String name, EpmdMode mode) throws Exception {
    NodeSettings settings =
        NodeSettings.of(name, Cookie.of(TestNodes.COOKIE), Ipv6Loopback.ADDRESS)
            .withPort(0)
            .withEpmd(mode, epmdPort);
    return nodes.closeLater(ErlangNode.start(settings, nodes.runtime, heard));
  }

  @Test
  void theEmbeddedEpmdServesOnTheIpv6AddressAndOnThatAlone() throws Exception {
    ErlangNode node = start("app@::1", EpmdMode.EMBEDDED);
    EpmdClient epmd = new EpmdClient(epmdPort, System::nanoTime);

    assertThat(node.isRegistered()).isTrue();
    assertThat(epmd.lookup(Ipv6Loopback.ADDRESS, "app", TestNodes.TIMEOUT).port())
        .isEqualTo(node.port());
    assertThat(epmd.names(Ipv6Loopback.ADDRESS, TestNodes.TIMEOUT))
        .containsExactly(new NamesResponse.NamedPort("app", node.port()));
    assertThatThrownBy(() -> epmd.names(TestNodes.LOOPBACK, TestNodes.TIMEOUT))
        .hasMessageContaining("unreachable");
  }

  @Test
  void aNodeRegistersOverIpv6AndIsDialledByItsName() throws Exception {
    start("first@::1", EpmdMode.EMBEDDED);
    ErlangNode second = start("second@::1", EpmdMode.EXTERNAL);
    ErlangNode third = start("third@::1", EpmdMode.EXTERNAL);

    Link link = second.connect("third@::1", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo("third@::1");
    assertThat(link.remote().getAddress()).isEqualTo(Ipv6Loopback.ADDRESS);
    assertThat(link.remote().getPort()).isEqualTo(third.port());
    heard.await("up second@::1 ACCEPTED");
  }

  @Test
  void anotherTextOfTheSameAddressIsAnotherName() throws Exception {
    ErlangNode node = start("a@::1", EpmdMode.EMBEDDED);
    start("b@::1", EpmdMode.EXTERNAL);

    assertThatThrownBy(() -> node.connect("b@0:0:0:0:0:0:0:1", TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(ConnectFailure.NAME_MISMATCH);
              assertThat(e.detail()).contains("b@::1");
            });
  }

  @Test
  void aNameWithAnIpv6AddressPassesTheHandshakeAsItIs() throws Exception {
    ErlangNode node = start("app@fd00::1", EpmdMode.NONE);
    try (Socket socket = new Socket(Ipv6Loopback.ADDRESS, node.port())) {
      LocalNode local =
          new LocalNode(
              "app@fd00::2", DistributionFlag.HIDDEN_NODE, 9, Secret.of(TestNodes.COOKIE));
      var end =
          new HandshakeSocket(
                  ByteStream.plain(socket), Deadline.in(TestNodes.TIMEOUT, System::nanoTime))
              .initiate(Handshake.initiate(local, "app@fd00::1", 1, () -> false));

      assertThat(end)
          .isInstanceOfSatisfying(
              HandshakeStep.Done.class,
              done ->
                  assertThat(done.peer())
                      .isEqualTo(
                          new PeerNode(
                              "app@fd00::1", DistributionFlag.HIDDEN_NODE, node.creation())));
      heard.await("up app@fd00::2 ACCEPTED");
    }
  }
}
