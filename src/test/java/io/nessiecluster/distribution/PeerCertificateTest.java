package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over TLS, a node that is dialled at its address and calls itself otherwise: its certificate is
 * for the one or the other, or it learns nothing.
 */
class PeerCertificateTest {

  private static final String HOST = "rabbit-0.nodes.ns.svc.cluster.local";

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final RecordedLinks heard = new RecordedLinks();
  private final RecordedLinks heardThere = new RecordedLinks();
  private TestNodes nodes;

  @BeforeAll
  static void certify() throws Exception {
    certificates =
        new TestCertificates(folder)
            .authority("ca")
            .authority("other-ca")
            .issue("us", "ca", "dns:us.test")
            .issue("address", "ca", "ip:127.0.0.1")
            .issue("host", "ca", "dns:" + HOST)
            .issue("short", "ca", "dns:rabbit-0")
            .issue("wildcard", "ca", "dns:*.nodes.ns.svc.cluster.local")
            .issue("both", "ca", "ip:127.0.0.1,dns:" + HOST)
            .issue("other", "ca", "ip:127.0.0.2,dns:rabbit-1.nodes.ns.svc.cluster.local")
            .issue(HOST, "ca", "uri:http://rabbit-0") // its common name is the host
            .issue("stranger", "other-ca", "dns:" + HOST);
  }

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private static TlsSettings as(String certificate) throws Exception {
    SSLContext context = certificates.context(certificate, "ca");
    return TlsSettings.of(() -> context);
  }

  private ErlangNode there(String host, TlsSettings tls) throws Exception {
    return nodes.start("rabbit@" + host, heardThere, tls);
  }

  private ErlangNode us(TlsSettings tls) throws Exception {
    return nodes.start(
        TestNodes.name("us"), heard, tls, settings -> settings.withNaming(PeerNaming.BY_PEER));
  }

  private ErlangNode us() throws Exception {
    return us(as("us"));
  }

  private static Link met(ErlangNode us) throws Exception {
    return us.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);
  }

  private void assertRefused(ErlangNode us, String... details) {
    assertThatThrownBy(() -> met(us))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).as(e.detail()).isEqualTo(ConnectFailure.TLS_FAILURE);
              assertThat(e.detail()).contains(details).contains("127.0.0.1:").doesNotContain("\n");
            });
    assertThat(us.links()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "address, " + HOST + ", 127.0.0.1",
    "host, " + HOST + ", " + HOST,
    "host, RABBIT-0.Nodes.ns.svc.cluster.local, RABBIT-0.Nodes.ns.svc.cluster.local",
    "wildcard, " + HOST + ", " + HOST,
    "short, rabbit-0, rabbit-0",
    "both, " + HOST + ", 127.0.0.1",
    "both, rabbit-7.elsewhere, 127.0.0.1",
    "other, 127.0.0.2, 127.0.0.2", // it calls itself by another address
  })
  void theCertificateIsForTheAddressOrForTheNameAndTheLinkSaysWhich(
      String certificate, String host, String certifiedFor) throws Exception {
    ErlangNode there = there(host, as(certificate));

    Link link = met(us());

    assertThat(link.peer()).isEqualTo("rabbit@" + host).isEqualTo(there.name());
    assertThat(link.certifiedFor()).contains(certifiedFor);
    assertThat(there.links())
        .singleElement()
        .satisfies(accepted -> assertThat(accepted.certifiedFor()).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void theCertificateOfAResumedSessionIsJudgedToo(String protocol) throws Exception {
    ErlangNode there = there(HOST, as("host").withProtocols(List.of(protocol)));
    ErlangNode us = us();
    for (int i = 0; i < 3; i++) {
      assertThat(met(us).certifiedFor()).contains(HOST);
      us.disconnect(there.name());
      TestNodes.await("unlinked", () -> there.links().isEmpty() && us.links().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "other, " + HOST + ", 'but DNS:rabbit-1.nodes.ns.svc.cluster.local, IP:127.0.0.2'",
    "short, " + HOST + ", but DNS:rabbit-0",
    "host, rabbit-0, but DNS:" + HOST,
    "wildcard, a." + HOST + ", but DNS:*.nodes.ns.svc.cluster.local",
    "other, 127.0.0.3, by which the node calls itself",
    HOST + ", " + HOST + ", but no subject alternative name of a host",
  })
  void aCertificateForNeitherIsATlsFailureThatNamesAllThree(
      String certificate, String host, String bears) throws Exception {
    there(host, as(certificate));
    assertRefused(us(), "neither 127.0.0.1, which was dialled", "nor " + host + ",", bears);
  }

  @Test
  void aNodeWhoseCertificateDoesNotFitGetsNoProofOfTheCookie() throws Exception {
    there(HOST, as("other"));
    assertRefused(us(), "for another host");
    heardThere.await("refused PROTOCOL_ERROR");
    assertThat(heardThere.refusals())
        .containsExactly("PROTOCOL_ERROR: the initiator closed instead of a proof of the cookie");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aCertificateMustBeTrustedWhateverItBears(String protocol) throws Exception {
    SSLContext stranger = certificates.context("stranger", "ca", "other-ca");
    there(HOST, TlsSettings.of(() -> stranger).withProtocols(List.of(protocol)));
    assertRefused(us(), "not trusted");
  }

  @Test
  void oneWhoIsDialledAsksForACertificateAsEver() throws Exception {
    there(HOST, as("host"));
    assertRefused(us(as("")), "certificate");
    heardThere.await("refused TLS_FAILURE");
  }

  @Test
  void aNodeThatIsDialledByItsNameMustBearTheHostOfIt() throws Exception {
    ErlangNode there = nodes.start(TestNodes.name("b"), heardThere, as("address"));
    ErlangNode other = nodes.start(TestNodes.name("c"), heardThere, as("host"));
    ErlangNode us = nodes.start(TestNodes.name("us"), heard, as("us"));
    assertThat(us.connect(there.name(), TestNodes.TIMEOUT).certifiedFor()).contains("127.0.0.1");
    assertThatThrownBy(() -> us.connect(other.name(), TestNodes.TIMEOUT))
        .hasMessageContaining("the peer's certificate is for another host: No subject alternative");
  }

  @Test
  void overPlainTcpThereIsNoCertificateToBear() throws Exception {
    nodes.start("rabbit@" + HOST, heardThere);
    ErlangNode us = nodes.start(TestNodes.name("us"), heard, s -> s.withNaming(PeerNaming.BY_PEER));
    assertThat(met(us).certifiedFor()).isEmpty();
  }
}
