package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.FailedDial.assertTlsFailure;
import static io.nessiecluster.distribution.FailedDial.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.KeyStoreException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links over TLS that do not come about: who is not dialled, who is not let in, and why. */
class TlsRefusalTest {

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final RecordedLinks refusing = new RecordedLinks();
  private final RecordedLinks heard = new RecordedLinks();
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
    assertThat(refusing.firstRefusal()).contains("COOKIE_MISMATCH");
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
    assertThat(refusing.firstRefusal())
        .contains("TLS_FAILURE: the peer refuses this node's TLS or certificate");
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
    assertThat(refusing.firstRefusal()).contains(why);
    assertThat(there.refusedHandshakes()).isOne();
    assertThat(there.links()).isEmpty();
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
    assertThat(refusing.firstRefusal())
        .contains("TLS_FAILURE: the peer speaks no TLS, but this node does");
  }

  @Test
  void aTlsNodeThatDialsAPlainNodeIsATlsFailureOnBothSides() throws Exception {
    ErlangNode plain = nodes.start(TestNodes.name("b"), refusing);
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
    assertTlsFailure(node, plain.name(), "the peer speaks no TLS, but this node does");
    assertThat(refusing.firstRefusal())
        .contains("TLS_FAILURE: the peer speaks TLS, but this node does not");
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
    assertThat(refusing.firstRefusal()).contains("TLS_FAILURE: this node has no TLS keys to use");

    TlsSettings unknown = as("node").withCipherSuites(List.of("TLS_NONSENSE"));
    ErlangNode odd = nodes.start(TestNodes.name("c"), heard, unknown);
    assertTlsFailure(odd, node.name(), "TLS_NONSENSE");
  }
}
