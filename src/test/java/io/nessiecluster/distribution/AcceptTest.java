package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may dial a node, and how many: what is refused, and what is bounded. */
class AcceptTest {

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

  private Socket dial(ErlangNode node) throws IOException {
    Socket socket = nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port()));
    socket.setSoTimeout(10_000);
    return socket;
  }

  @ParameterizedTest
  @CsvSource({
    "474554202f20485454502f312e31, PROTOCOL_ERROR", // GET / HTTP/1.1
    "ffff4e, PROTOCOL_ERROR", // a length beyond any handshake
    "000173, PROTOCOL_ERROR", // a status instead of a name
    "000a6e0005000000006140 62, INCOMPATIBLE_VERSION", // OTP 22
    "1603010200010001fc0303, TLS_FAILURE", // a client hello
    "00184e0000000707075fbc1122334400093132372e302e302e31, NOT_ALLOWED", // a dynamic name
    "001e4e0000000507075fbc11223344000f61e280ae62403132372e302e302e31, PROTOCOL_ERROR", // U+202E in
    // it
    "001b4e0000000000000000112233440 00c7079403132372e302e302e31, INCOMPATIBLE_VERSION"
  })
  void whatIsNoNodeIsRefusedAndToldOf(String hex, ConnectFailure expected) throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    Socket socket = dial(node);
    socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));

    heard.await("refused " + expected);
    assertThat(node.refusedHandshakes()).isOne();
    assertEnds(socket);
    assertThat(node.links()).isEmpty();
  }

  @Test
  void aProbeOfThePortIsNoDial() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    Socket probe = dial(node);
    probe.shutdownOutput();
    assertThat(probe.getInputStream().read()).isEqualTo(-1);
    assertThat(node.refusedHandshakes()).isZero();
  }

  @Test
  void oneThatDribblesIsCutOffInTime() throws Exception {
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"),
            heard,
            s -> s.withLimits(s.limits().withHandshakeTimeout(Duration.ofMillis(300))));
    Socket slow = dial(node);
    slow.setSoTimeout(20);
    slow.getOutputStream().write(new byte[] {0, 0x20});
    Thread dribble =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 500; i++) {
                      slow.getOutputStream().write('N');
                      Thread.sleep(20);
                    }
                  } catch (IOException | InterruptedException e) {
                    return; // cut off
                  }
                });
    heard.await("refused HANDSHAKE_TIMEOUT");
    assertThat(dribble.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void handshakesUnderWayAreBoundedPerAddress() throws Exception {
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"),
            heard,
            s -> s.withLimits(s.limits().withInboundHandshakes(100, 3)));
    Socket[] squatters = {dial(node), dial(node), dial(node)};
    Socket oneMore = dial(node);

    assertThat(squatters[0].getInputStream().read()).isEqualTo(-1);
    heard.await("refused NOT_ALLOWED");
    assertThat(node.refusedHandshakes()).isOne();
    for (Socket each : List.of(squatters[1], squatters[2], oneMore)) {
      assertIsWaitedFor(each);
    }
  }

  private static void assertIsWaitedFor(Socket socket) throws IOException {
    socket.setSoTimeout(50);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void manyAddressesThatSayNothingKeepNobodyOut() throws Exception {
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"), heard, s -> s.withLimits(s.limits().withInboundHandshakes(32, 2)));
    Socket[] squatters = new Socket[32];
    for (int i = 0; i < squatters.length; i++) {
      InetAddress from = InetAddress.ofLiteral("127.0.1." + i);
      squatters[i] = nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port(), from, 0));
      squatters[i].setSoTimeout(10_000);
    }

    RawPeer.link(nodes, node, "c@127.0.0.1", TestNodes.COOKIE);

    assertThat(squatters[0].getInputStream().read()).isEqualTo(-1);
    heard.await("up c@127.0.0.1 ACCEPTED");
  }

  @Test
  void aLinkIsNoHandshakeAnyMoreAndMakesNoWay() throws Exception {
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"), heard, s -> s.withLimits(s.limits().withInboundHandshakes(1, 1)));
    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    RawPeer.link(nodes, node, "c@127.0.0.1", TestNodes.COOKIE);
    dial(node);

    assertThat(node.links()).hasSize(2);
  }

  @Test
  void peersBeyondTheNumberOfLinksAreRefusedByName() throws Exception {
    ErlangNode node =
        nodes.start(TestNodes.name("a"), heard, s -> s.withLimits(s.limits().withInboundLinks(2)));
    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);
    Socket second = RawPeer.link(nodes, node, "c@127.0.0.1", TestNodes.COOKIE);

    assertThatThrownBy(() -> RawPeer.link(nodes, node, "d@127.0.0.1", TestNodes.COOKIE))
        .hasMessageContaining("not_allowed");
    heard.await("refused NOT_ALLOWED");
    assertThat(heard.refusals()).last().asString().contains("d@127.0.0.1", "the 2 links");

    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE); // in the place of its own
    second.close();
    heard.await("lost c@127.0.0.1 CLOSED_BY_PEER");
    RawPeer.link(nodes, node, "d@127.0.0.1", TestNodes.COOKIE);
  }

  @Test
  void linksOfThisNodesOwnDialsAreNotLimitedByThoseOfPeers() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("z"), new RecordedLinks());
    ErlangNode node =
        nodes.start(TestNodes.name("a"), heard, s -> s.withLimits(s.limits().withInboundLinks(1)));
    RawPeer.link(nodes, node, "b@127.0.0.1", TestNodes.COOKIE);

    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).direction())
        .isEqualTo(Link.Direction.INITIATED);
  }

  @Test
  void handshakesUnderWayAreBoundedInAll() throws Exception {
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"),
            heard,
            s -> s.withLimits(s.limits().withInboundHandshakes(2, 100)));
    Socket oldest = dial(node);
    dial(node);
    dial(node);
    assertThat(oldest.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void aNodeOfTheOwnNameIsRefused() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    assertThatThrownBy(() -> RawPeer.link(nodes, node, node.name(), TestNodes.COOKIE))
        .hasMessageContaining("DUPLICATE_OWN_NAME");
    heard.await("refused DUPLICATE_OWN_NAME");
    assertThat(node.links()).isEmpty();
  }

  @Test
  void oneWhoClaimsAPeersNameDoesNotStopADialToIt() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("z"), new RecordedLinks());
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    Socket impostor = dial(node);
    byte[] name =
        HandshakeCodec.packet(
            new HandshakeMessage.SendName(DistributionFlag.HIDDEN_NODE, 9, there.name()));
    impostor.getOutputStream().write(name);
    assertThat(impostor.getInputStream().readNBytes(5)).endsWith('s', 'o', 'k');

    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).direction())
        .isEqualTo(Link.Direction.INITIATED);
  }

  private static void assertEnds(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      return; // a reset is an end too
    }
  }
}
