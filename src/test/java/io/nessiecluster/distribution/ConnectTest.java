package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a dial ends: with a link, or with a typed failure in bounded time. */
class ConnectTest {

  private static final Duration SHORT = Duration.ofMillis(400);

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    node = nodes.start(TestNodes.name("a"), heard);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ConnectFailedException failure(ErlangNode from, String peer, Duration timeout) {
    long start = System.nanoTime();
    AtomicReference<ConnectFailedException> failure = new AtomicReference<>();
    assertThatThrownBy(() -> from.connect(peer, timeout))
        .isInstanceOfSatisfying(ConnectFailedException.class, failure::set);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("the time until %s", failure.get())
        .isLessThan(timeout.plusSeconds(2));
    assertThat(failure.get().detail()).isNotBlank().doesNotContain(TestNodes.COOKIE);
    assertThat(from.links()).isEmpty();
    return failure.get();
  }

  private void assertFails(String peer, Duration timeout, ConnectFailure expected) {
    ConnectFailedException failure = failure(node, peer, timeout);
    assertThat(failure.failure()).as(failure.detail()).isEqualTo(expected);
  }

  @Test
  void twoNodesLinkUpAndShareTheLinkBothWays() throws Exception {
    RecordedLinks heardThere = new RecordedLinks();
    ErlangNode there = nodes.start(TestNodes.name("b"), heardThere);

    Link link = node.connect(there.name(), TestNodes.TIMEOUT);
    Link back = there.connect(node.name(), TestNodes.TIMEOUT);

    assertThat(link.direction()).isEqualTo(Link.Direction.INITIATED);
    assertThat(link.creation()).isEqualTo(there.creation());
    assertThat(link.remote().getPort()).isEqualTo(there.port());
    assertThat(back.direction()).isEqualTo(Link.Direction.ACCEPTED);
    assertThat(back.peer()).isEqualTo(node.name());
    assertThat(back.hidden()).isTrue();
    assertThat(node.links()).containsExactly(link);
    assertThat(there.links()).containsExactly(back);
    heard.await("up " + there.name() + " INITIATED");
    heardThere.await("up " + node.name() + " ACCEPTED");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 120, 200, 240})
  void aNodeIsLinkedHoweverLongItsName(int characters) throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("é".repeat(characters)), new RecordedLinks());

    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
    assertThat(there.links()).extracting(Link::peer).containsExactly(node.name());
  }

  @Test
  void aWrongCookieIsACookieMismatch() throws Exception {
    RecordedLinks heardThere = new RecordedLinks();
    NodeSettings other = nodes.settings(TestNodes.name("b"));
    ErlangNode there =
        nodes.start(
            other.name(),
            heardThere,
            s ->
                NodeSettings.of(s.name(), Cookie.of("another"), s.bind())
                    .withPort(0)
                    .withEpmd(s.epmd(), s.epmdPort()));

    assertFails(there.name(), TestNodes.TIMEOUT, ConnectFailure.COOKIE_MISMATCH);
    heardThere.await("refused COOKIE_MISMATCH");
    assertThat(there.links()).isEmpty();
    assertThat(there.refusedHandshakes()).isOne();
  }

  @Test
  void aNodeOfAnotherNameIsANameMismatch() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), new RecordedLinks());
    String alias = TestNodes.name("alias");
    RawPeer.register(nodes, alias, there.port());

    ConnectFailedException failure = failure(node, alias, TestNodes.TIMEOUT);
    assertThat(failure.failure()).isEqualTo(ConnectFailure.NAME_MISMATCH);
    assertThat(failure.detail()).contains(there.name()).contains("127.0.0.1:" + there.port());
  }

  @Test
  void anUnknownBasenameIsNotRegistered() {
    assertFails(TestNodes.name("nobody"), TestNodes.TIMEOUT, ConnectFailure.NAME_NOT_REGISTERED);
  }

  @Test
  void aStaleEntryOfEpmdIsARefusedConnection() throws Exception {
    String stale = TestNodes.name("stale");
    RawPeer.register(nodes, stale, FreePort.find());
    assertFails(stale, TestNodes.TIMEOUT, ConnectFailure.CONNECTION_REFUSED);
  }

  @Test
  void noEpmdIsUnreachable() throws Exception {
    ErlangNode alone =
        nodes.start(
            TestNodes.name("alone"), heard, s -> s.withEpmd(EpmdMode.NONE, FreePort.find()));
    assertThat(failure(alone, "b@127.0.0.1", TestNodes.TIMEOUT).failure())
        .isEqualTo(ConnectFailure.EPMD_UNREACHABLE);
  }

  @Test
  void aSilentEpmdIsATimeout() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, TestNodes.LOOPBACK)) {
      ErlangNode alone =
          nodes.start(
              TestNodes.name("alone"),
              heard,
              s -> s.withEpmd(EpmdMode.NONE, silent.getLocalPort()));
      ConnectFailedException failure = failure(alone, "b@127.0.0.1", SHORT);
      assertThat(failure.failure()).isEqualTo(ConnectFailure.EPMD_TIMEOUT);
      assertThat(failure.detail()).contains("EPMD at 127.0.0.1");
    }
  }

  @Test
  void aSilentListenerIsAHandshakeTimeout() throws Exception {
    ConnectFailedException failure = failure(node, RawPeer.silent(nodes).name(), SHORT);
    assertThat(failure.failure()).isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
    assertThat(failure.detail()).contains("127.0.0.1:");
  }

  @Test
  void aListenerThatDribblesIsAHandshakeTimeoutAllTheSame() throws Exception {
    RawPeer slow =
        new RawPeer(
            nodes,
            socket -> {
              socket.setSoTimeout(50);
              for (int i = 0; i < 1000 && !socket.isClosed(); i++) {
                socket.getOutputStream().write(i == 0 ? 4 : 's'); // a packet that never ends
                try {
                  socket.getInputStream().read(new byte[100]);
                } catch (SocketTimeoutException e) {
                  continue;
                }
              }
            });
    assertFails(slow.name(), SHORT, ConnectFailure.HANDSHAKE_TIMEOUT);
  }

  @ParameterizedTest
  @CsvSource({
    "485454502f312e3120343030, PROTOCOL_ERROR", // HTTP/1.1 400
    "ffff00000000, PROTOCOL_ERROR", // a length beyond any handshake
    "0000, PROTOCOL_ERROR", // nothing
    "0003736f6b, CLOSED_IN_HANDSHAKE", // "ok", and no challenge
    "00077374727565616263, PROTOCOL_ERROR", // no status of an acceptor
    "000c736e6f745f616c6c6f776564, NOT_ALLOWED",
    "15030300020228, TLS_FAILURE", // an alert
    "'', CLOSED_IN_HANDSHAKE" // closes without a word
  })
  void whatIsNoNodeIsTyped(String hex, ConnectFailure expected) throws Exception {
    assertFails(RawPeer.saying(nodes, hex).name(), TestNodes.TIMEOUT, expected);
  }

  @Test
  void aPeerWhoseOwnDialIsToWinButNeverComesTimesOut() throws Exception {
    RawPeer nok = RawPeer.saying(nodes, "0004736e6f6b");
    assertFails(nok.name(), Duration.ofMillis(1500), ConnectFailure.HANDSHAKE_TIMEOUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "@h", "a@", "a\nb@h", "\ud800@h"})
  void whatIsNoNameIsTyped(String name) {
    assertFails(name, TestNodes.TIMEOUT, ConnectFailure.PROTOCOL_ERROR);
  }

  @Test
  void whatWasDoneToTheCookieIsToldWithAMismatchOnBothSides() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), new RecordedLinks());
    String remark = "a line end was stripped";
    ErlangNode other =
        nodes.start(
            TestNodes.name("c"),
            heard,
            s ->
                NodeSettings.of(s.name(), Cookie.of("another").withRemark(remark), s.bind())
                    .withPort(0)
                    .withEpmd(s.epmd(), s.epmdPort()));
    ConnectFailedException failure = failure(other, there.name(), TestNodes.TIMEOUT);
    assertThat(failure.failure()).isEqualTo(ConnectFailure.COOKIE_MISMATCH);
    assertThat(failure.detail()).endsWith("; " + remark);
    assertThat(failure(there, other.name(), TestNodes.TIMEOUT).detail()).doesNotContain(remark);
  }

  @Test
  void aHostNameIsResolved() throws Exception {
    String name = TestNodes.name("b").replace("127.0.0.1", "localhost");
    ErlangNode there = nodes.start(name, new RecordedLinks());
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(name);
  }

  @Test
  void anUnknownHostNameIsTypedInBoundedTime() {
    ConnectFailure failure = failure(node, "b@no-such-host.invalid", SHORT).failure();
    assertThat(failure).isIn(ConnectFailure.EPMD_UNREACHABLE, ConnectFailure.EPMD_TIMEOUT);
  }

  @Test
  void nodesWithIpv6NamesLinkUp() throws Exception {
    Ipv6Loopback.require();
    InetAddress loopback = Ipv6Loopback.ADDRESS;
    int epmd = FreePort.find();
    Cookie cookie = Cookie.of(TestNodes.COOKIE);
    List<ErlangNode> both = new ArrayList<>();
    for (String name : new String[] {"six@::1", "seven@::1"}) {
      NodeSettings settings =
          NodeSettings.of(name, cookie, loopback).withPort(0).withEpmd(EpmdMode.AUTO, epmd);
      both.add(nodes.closeLater(ErlangNode.start(settings, nodes.runtime, heard)));
    }
    Link link = both.getFirst().connect("seven@::1", TestNodes.TIMEOUT);
    assertThat(link.toString()).contains("seven@::1");
    assertThat(both.getLast().links()).singleElement().extracting(Link::peer).isEqualTo("six@::1");
  }

  @Test
  void theOwnNameIsRefused() {
    assertFails(node.name(), TestNodes.TIMEOUT, ConnectFailure.ALREADY_CONNECTED);
  }

  @Test
  void aClosedNodeDialsNobody() {
    node.close();
    assertFails("b@127.0.0.1", TestNodes.TIMEOUT, ConnectFailure.NODE_STOPPED);
  }
}
