package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links over TLS: who is let in, who is not and why, and all of it in bounded time. */
class TlsTest {

  private static final Duration SHORT = Duration.ofMillis(800);

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
  private final RecordedLinks heard = new RecordedLinks();
  private final LinkListener refusing =
      new LinkListener() {
        @Override
        public void linkUp(Link link) {
          heard.linkUp(link);
        }

        @Override
        public void linkLost(Link link, LinkEnd cause, String detail) {
          heard.linkLost(link, cause, detail);
        }

        @Override
        public void handshakeRefused(InetSocketAddress from, ConnectFailure failure, String text) {
          refusals.add(failure + ": " + text);
        }
      };
  private TestNodes nodes;

  @BeforeAll
  static void certify() throws Exception {
    certificates =
        new TestCertificates(folder)
            .authority("ca")
            .authority("other-ca")
            .issue("node", "ca", "ip:127.0.0.1")
            .issue("elsewhere", "ca", "ip:127.0.0.2,dns:localhost")
            .issue("expired", "ca", "ip:127.0.0.1", "-startdate", "-9d", "-validity", "2")
            .issue("early", "ca", "ip:127.0.0.1", "-startdate", "+9d")
            .issue("stranger", "other-ca", "ip:127.0.0.1")
            .authority("false-ca", "CN=ca")
            .issue("forged", "false-ca", "ip:127.0.0.1");
  }

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  /** Settings with one of the certificates, or none, that trust the common authority. */
  private static TlsSettings as(String certificate) throws Exception {
    return as(certificate, "ca");
  }

  private static TlsSettings as(String certificate, String... authorities) throws Exception {
    SSLContext context = certificates.context(certificate, authorities);
    return TlsSettings.of(() -> context);
  }

  private static ConnectFailedException failure(ErlangNode from, String peer, Duration timeout) {
    long start = System.nanoTime();
    AtomicReference<ConnectFailedException> failure = new AtomicReference<>();
    assertThatThrownBy(() -> from.connect(peer, timeout))
        .isInstanceOfSatisfying(ConnectFailedException.class, failure::set);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("the time until %s", failure.get())
        .isLessThan(timeout.plusSeconds(2));
    assertThat(from.links()).isEmpty();
    return failure.get();
  }

  private static void assertTlsFailure(ErlangNode from, String peer, String detail) {
    ConnectFailedException failure = failure(from, peer, TestNodes.TIMEOUT);
    assertThat(failure.failure()).as(failure.detail()).isEqualTo(ConnectFailure.TLS_FAILURE);
    assertThat(failure.detail())
        .contains(detail)
        .contains("127.0.0.1:")
        .doesNotContain(TestNodes.COOKIE)
        .doesNotContain(TestCertificates.PASSWORD);
  }

  private void assertRefused(String failure) throws InterruptedException {
    assertThat(refusals.poll(20, TimeUnit.SECONDS)).contains(failure);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void twoNodesLinkUpOverTls(String protocol) throws Exception {
    TlsSettings tls = as("node").withProtocols(List.of(protocol));
    ErlangNode there = nodes.start(TestNodes.name("b"), refusing, as("node"));
    RecordedLinks heardHere = new RecordedLinks();
    ErlangNode node = nodes.start(TestNodes.name("a"), heardHere, tls);

    Link link = node.connect(there.name(), TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(there.name());
    assertThat(link.remote().getPort()).isEqualTo(there.port());
    assertThat(there.connect(node.name(), TestNodes.TIMEOUT).direction())
        .isEqualTo(Link.Direction.ACCEPTED);
    assertThat(there.disconnect(node.name())).isTrue();
    heardHere.await("lost " + there.name() + " CLOSED_BY_PEER");
    assertThat(refusals).isEmpty();
  }

  @Test
  void ticksKeepALinkOverTlsAlive() throws Exception {
    Duration tickTime = Duration.ofSeconds(2); // a starved machine still ticks in time
    ErlangNode there =
        nodes.start(TestNodes.name("b"), refusing, as("node"), s -> s.withNetTickTime(tickTime));
    RecordedLinks heardHere = new RecordedLinks();
    ErlangNode node =
        nodes.start(TestNodes.name("a"), heardHere, as("node"), s -> s.withNetTickTime(tickTime));
    Link link = node.connect(there.name(), TestNodes.TIMEOUT);

    Instant twoTickTimes = link.since().plus(tickTime.multipliedBy(2));
    TestNodes.await("two tick times", () -> Instant.now().isAfter(twoTickTimes));

    assertThat(node.links()).containsExactly(link);
    assertThat(heardHere.all()).containsExactly("up " + there.name() + " INITIATED");
  }

  @Test
  void dialsThatCrossLeaveOneLink() throws Exception {
    ErlangNode a = nodes.start(TestNodes.name("a"), new RecordedLinks(), as("node"));
    ErlangNode b = nodes.start(TestNodes.name("b"), new RecordedLinks(), as("node"));
    for (int i = 0; i < 50; i++) {
      CompletableFuture<Link> theirs = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  theirs.complete(b.connect(a.name(), TestNodes.TIMEOUT));
                } catch (ConnectFailedException | InterruptedException e) {
                  theirs.completeExceptionally(e);
                }
              });
      Link ours = a.connect(b.name(), TestNodes.TIMEOUT);
      assertThat(theirs.get(20, TimeUnit.SECONDS).peer()).isEqualTo(a.name());
      assertThat(a.links()).as("after dial %s", i).containsExactly(ours);
      a.disconnect(b.name());
      TestNodes.await("both unlinked", () -> a.links().isEmpty() && b.links().isEmpty());
    }
  }

  @Test
  void aWrongCookieIsStillACookieMismatch() throws Exception {
    ErlangNode there =
        nodes.start(
            TestNodes.name("b"),
            refusing,
            as("node"),
            s ->
                NodeSettings.of(s.name(), Cookie.of("another"), s.bind())
                    .withPort(0)
                    .withEpmd(s.epmd(), s.epmdPort()));
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    assertThat(failure(node, there.name(), TestNodes.TIMEOUT).failure())
        .isEqualTo(ConnectFailure.COOKIE_MISMATCH);
    assertRefused("COOKIE_MISMATCH");
  }

  @ParameterizedTest
  @CsvSource({
    "stranger, not trusted",
    "forged, not trusted",
    "expired, has expired",
    "early, not valid yet",
    "elsewhere, for another host",
  })
  void aNodeWithAWrongCertificateIsNotDialled(String certificate, String why) throws Exception {
    TlsSettings trusting = as(certificate, "ca", "other-ca", "false-ca");
    ErlangNode there = nodes.start(TestNodes.name("b"), refusing, trusting);
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    assertTlsFailure(node, there.name(), why);
    assertRefused("TLS_FAILURE: the peer refuses this node's TLS or certificate");
  }

  @ParameterizedTest
  @CsvSource({
    "'', TLSv1.3, shows no certificate",
    "'', TLSv1.2, shows no certificate",
    "stranger, TLSv1.3, shows no certificate", // none that the acceptor could trust
    "forged, TLSv1.3, not trusted",
    "forged, TLSv1.2, not trusted",
    "expired, TLSv1.3, has expired"
  })
  void oneWhoDialsWithoutAGoodCertificateIsNotLetIn(String certificate, String protocol, String why)
      throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), refusing, as("node"));
    TlsSettings tls = as(certificate).withProtocols(List.of(protocol));
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, tls);
    assertTlsFailure(node, there.name(), "certificate");
    assertRefused(why);
    assertThat(there.refusedHandshakes()).isOne();
    assertThat(there.links()).isEmpty();
  }

  @Test
  void oneWhoDialsNeedsNoCertificateUnlessItIsMutual() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), heard, as("node").withMutual(false));
    ErlangNode node = nodes.start(TestNodes.name("a"), new RecordedLinks(), as(""));
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
  }

  @Test
  void aHostNameIsLookedForAmongTheDnsNames() throws Exception {
    String local = TestNodes.name("b").replace("127.0.0.1", "localhost");
    ErlangNode there = nodes.start(local, heard, as("elsewhere"));
    ErlangNode other = nodes.start(local.replace("b", "c"), new RecordedLinks(), as("node"));
    ErlangNode node = nodes.start(TestNodes.name("a"), new RecordedLinks(), as("node"));
    assertTlsFailure(node, other.name(), "for another host");
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(local);
  }

  @Test
  void aPlainNodeThatDialsATlsNodeIsATlsFailureOnBothSides() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), refusing, as("node"));
    ErlangNode plain = nodes.start(TestNodes.name("a"), heard);
    assertTlsFailure(plain, there.name(), "the peer speaks TLS, but this node does not");
    assertRefused("TLS_FAILURE: the peer speaks no TLS, but this node does");
  }

  @Test
  void aTlsNodeThatDialsAPlainNodeIsATlsFailureOnBothSides() throws Exception {
    ErlangNode plain = nodes.start(TestNodes.name("b"), refusing);
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    assertTlsFailure(node, plain.name(), "the peer speaks no TLS, but this node does");
    assertRefused("TLS_FAILURE: the peer speaks TLS, but this node does not");
  }

  @Test
  void aNodeThatWaitsForTheRestOfTheHelloIsToldFromAFrozenOne() throws Exception {
    RawPeer plain =
        new RawPeer(
            nodes,
            socket -> {
              socket.getInputStream().readAllBytes(); // a BEAM takes it for a long packet
              socket.close();
            });
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    ConnectFailedException failure = failure(node, plain.name(), SHORT);
    assertThat(failure.failure()).isEqualTo(ConnectFailure.TLS_FAILURE);
    assertThat(failure.detail()).contains("speaks no TLS");

    assertThat(failure(node, RawPeer.silent(nodes).name(), SHORT).failure())
        .isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
  }

  @ParameterizedTest
  @CsvSource({
    "485454502f312e3120343030, speaks no TLS", // HTTP/1.1 400
    "15030300020228, handshake_failure" // an alert
  })
  void whatIsNoTlsNodeIsTyped(String hex, String detail) throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    assertTlsFailure(node, RawPeer.saying(nodes, hex).name(), detail);
  }

  @Test
  void aProbeOfThePortIsNoDial() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), refusing, as("node"));
    try (Socket probe = new Socket(TestNodes.LOOPBACK, node.port())) {
      probe.shutdownOutput();
      assertThat(probe.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(node.refusedHandshakes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "''", // not a byte
    "1603010200", // the length of a hello, and nothing of it
  })
  void oneWhoFallsSilentIsCutOffInTime(String hex) throws Exception {
    ErlangNode node = bounded();
    Socket mute = nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port()));
    mute.getOutputStream().write(java.util.HexFormat.of().parseHex(hex));
    assertRefused("HANDSHAKE_TIMEOUT");
  }

  @Test
  void oneWhoDribblesItsHelloIsCutOffInTime() throws Exception {
    ErlangNode node = bounded();
    Socket slow = nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port()));
    slow.getOutputStream().write(new byte[] {0x16, 3, 1, 0x02, 0});
    assertCutOffWhileDribbling(slow);
  }

  @Test
  void oneWhoDribblesARecordOfItsSessionIsCutOffInTime() throws Exception {
    ErlangNode node = bounded();
    Socket slow = nodes.closeLater(new Socket(TestNodes.LOOPBACK, node.port()));
    SSLSocket session =
        (SSLSocket)
            certificates
                .context("node", "ca")
                .getSocketFactory()
                .createSocket(slow, "127.0.0.1", node.port(), true);
    session.startHandshake();
    slow.getOutputStream().write(new byte[] {0x17, 3, 3, 0x40, 0});
    assertCutOffWhileDribbling(slow);
  }

  private ErlangNode bounded() throws Exception {
    return nodes.start(
        TestNodes.name("a"),
        refusing,
        as("node"),
        s -> s.withLimits(s.limits().withHandshakeTimeout(SHORT)));
  }

  private void assertCutOffWhileDribbling(Socket socket) throws Exception {
    Thread dribble =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 500; i++) {
                      socket.getOutputStream().write(0);
                      Thread.sleep(20);
                    }
                  } catch (IOException | InterruptedException e) {
                    return; // cut off
                  }
                });
    assertRefused("HANDSHAKE_TIMEOUT");
    assertThat(dribble.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void rotatedCertificatesAreUsedForNewLinksWhileOldLinksStay() throws Exception {
    AtomicReference<SSLContext> contextThere =
        new AtomicReference<>(certificates.context("node", "ca"));
    AtomicReference<SSLContext> context = new AtomicReference<>(contextThere.get());
    ErlangNode there = nodes.start(TestNodes.name("b"), heard, TlsSettings.of(contextThere::get));
    ErlangNode node =
        nodes.start(TestNodes.name("a"), new RecordedLinks(), TlsSettings.of(context::get));
    Link old = node.connect(there.name(), TestNodes.TIMEOUT);

    contextThere.set(certificates.context("stranger", "other-ca"));

    ErlangNode late = nodes.start(TestNodes.name("c"), heard, TlsSettings.of(context::get));
    assertTlsFailure(late, there.name(), "not trusted");
    context.set(certificates.context("stranger", "other-ca"));
    assertThat(late.connect(there.name(), TestNodes.TIMEOUT).peer()).isEqualTo(there.name());
    assertThat(node.links()).containsExactly(old);
    assertThat(node.disconnect(there.name())).isTrue();
    TestNodes.await("unlinked", () -> there.links().size() == 1);
    assertThat(node.connect(there.name(), TestNodes.TIMEOUT)).isNotSameAs(old);
  }

  @Test
  void ownKeysThatCannotBeUsedAreATlsFailure() throws Exception {
    TlsSettings broken =
        TlsSettings.of(
            () -> {
              throw new KeyStoreException("no such store");
            });
    ErlangNode there = nodes.start(TestNodes.name("b"), refusing, broken);
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    assertTlsFailure(there, node.name(), "this node has no TLS keys to use: no such store");
    assertTlsFailure(node, there.name(), "internal_error");
    assertRefused("TLS_FAILURE: this node has no TLS keys to use");

    TlsSettings unknown = as("node").withCipherSuites(List.of("TLS_NONSENSE"));
    ErlangNode odd = nodes.start(TestNodes.name("c"), heard, unknown);
    assertTlsFailure(odd, node.name(), "TLS_NONSENSE");
  }

  @Test
  void onlyProtocolsThatAreSafeCanBeSet() throws GeneralSecurityException {
    TlsSettings settings = TlsSettings.of(SSLContext::getDefault);
    for (List<String> protocols : List.of(List.<String>of(), List.of("TLSv1.3", "TLSv1.1"))) {
      assertThatThrownBy(() -> settings.withProtocols(protocols))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("TLSv1.3 and TLSv1.2");
    }
  }
}
