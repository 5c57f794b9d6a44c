package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.etf.Binary;
import io.nessiecluster.distribution.etf.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real BEAM that speaks {@code -proto_dist inet_tls}. */
@RequiresErlang
class TlsNodeIT {

  private static final String HOST = "rabbit-0.nodes.ns.svc.cluster.local"; // resolved by nobody

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final String us = TestNodes.name("us");
  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;

  @BeforeAll
  static void certify() throws Exception {
    Assumptions.assumeTrue(
        Boolean.getBoolean("erlang.required") || hasSsl(),
        "skipped: N/A on this machine: this Erlang has no ssl (Debian: apt-get install erlang-ssl)");
    certificates =
        new TestCertificates(folder)
            .authority("ca")
            .authority("other-ca")
            // A BEAM looks for the text of the address among the DNS names.
            .issue("node", "ca", "ip:127.0.0.1,dns:127.0.0.1")
            .issue("elsewhere", "ca", "ip:127.0.0.2,dns:127.0.0.2")
            .issue("host", "ca", "dns:" + HOST)
            .issue("wildcard", "ca", "dns:*.nodes.ns.svc.cluster.local")
            .issue("other-host", "ca", "dns:rabbit-1.nodes.ns.svc.cluster.local")
            .issue("stranger", "other-ca", "ip:127.0.0.1,dns:127.0.0.1");
  }

  private static boolean hasSsl() throws IOException, InterruptedException {
    String look = "halt(case code:lib_dir(ssl) of {error, _} -> 1; _ -> 0 end).";
    Process erl = new ProcessBuilder("erl", "-noinput", "-noshell", "-eval", look).start();
    return erl.waitFor(30, TimeUnit.SECONDS) && erl.exitValue() == 0;
  }

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  /** The options of a BEAM with one of the certificates, as docs/tls.md has them. */
  private BeamNode beam(String certificate, String... options) throws Exception {
    return beam(TestNodes.name("beam"), certificate, "['tlsv1.3', 'tlsv1.2']", options);
  }

  private BeamNode beam(String name, String certificate, String versions, String[] options)
      throws Exception {
    Path file = folder.resolve(certificate + ".ssl_dist.conf");
    String keys =
        "{versions, %s}, {certfile, \"%s\"}, {keyfile, \"%s\"}, {cacertfile, \"%s\"}, {verify, verify_peer}"
            .formatted(
                versions,
                certificates.certificate(certificate),
                certificates.key(certificate),
                certificates.certificate("ca"));
    Files.writeString(
        file,
        "[{server, [%s, {fail_if_no_peer_cert, true}]},\n {client, [%s]}].\n"
            .formatted(keys, keys));
    String[] all = new String[options.length + 4];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "-proto_dist";
    all[options.length + 1] = "inet_tls";
    all[options.length + 2] = "-ssl_dist_optfile";
    all[options.length + 3] = file.toString();
    return nodes.closeLater(
        BeamNode.startAt(TestNodes.LOOPBACK, name, TestNodes.COOKIE, nodes.epmd.port(), all));
  }

  private static TlsSettings as(String certificate) throws Exception {
    SSLContext context = certificates.context(certificate, "ca");
    return TlsSettings.of(() -> context);
  }

  private static void assertTlsFailure(ErlangNode node, BeamNode beam, String detail) {
    assertThatThrownBy(() -> node.connect(beam.name(), TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).as(e.detail()).isEqualTo(ConnectFailure.TLS_FAILURE);
              assertThat(e.detail()).contains(detail);
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aBeamIsDialledOverMutualTls(String protocol) throws Exception {
    BeamNode beam = beam("node");
    TlsSettings tls = as("node").withProtocols(List.of(protocol));
    ErlangNode node = nodes.start(us, links, tls);

    Link link = node.connect(beam.name(), TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(beam.name());
    assertThat(link.direction()).isEqualTo(Link.Direction.INITIATED);
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['" + us + "']"));
    assertPings(beam);
    assertThat(node.disconnect(beam.name())).isTrue();
    TestNodes.await("nodedown", () -> beam.eval("nodes(hidden)").equals("[]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aBeamDialsUsOverMutualTls(String protocol) throws Exception {
    BeamNode beam = beam("node");
    TlsSettings tls = as("node").withProtocols(List.of(protocol));
    ErlangNode node = nodes.start(us, links, tls);

    assertThat(beam.eval("net_kernel:connect_node('" + us + "')"))
        .as("the dial; refused: %s", links.refusals())
        .isEqualTo("true");

    links.await("up " + beam.name() + " ACCEPTED");
    assertPings(beam);
    assertThat(beam.eval("erlang:disconnect_node('" + us + "')")).isEqualTo("true");
    links.await("lost " + beam.name() + " CLOSED_BY_PEER");
    assertThat(node.links()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"host, TLSv1.3", "host, TLSv1.2", "wildcard, TLSv1.3"})
  void aBeamWhoseCertificateBearsItsHostNameAloneIsMetAtItsAddress(
      String certificate, String protocol) throws Exception {
    BeamNode beam = beam("rabbit@" + HOST, certificate, "['tlsv1.3', 'tlsv1.2']", new String[0]);
    TlsSettings tls = as("node").withProtocols(List.of(protocol));
    ErlangNode node = nodes.start(us, links, tls, s -> s.withNaming(PeerNaming.BY_PEER));

    Link link = node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(beam.name()).isEqualTo("rabbit@" + HOST);
    assertThat(link.certifiedFor()).contains(HOST);
    TestNodes.await("nodeup", () -> beam.eval("nodes(hidden)").equals("['" + us + "']"));
    assertPings(beam);
  }

  @Test
  void aBeamWhoseCertificateIsForAnotherHostThanItTellsIsNotTaken() throws Exception {
    BeamNode beam = beam("rabbit@" + HOST, "other-host", "['tlsv1.3', 'tlsv1.2']", new String[0]);
    ErlangNode node = nodes.start(us, links, as("node"), s -> s.withNaming(PeerNaming.BY_PEER));
    assertThatThrownBy(() -> node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).as(e.detail()).isEqualTo(ConnectFailure.TLS_FAILURE);
              assertThat(e.detail())
                  .contains("neither 127.0.0.1, which was dialled, nor " + HOST)
                  .contains("but DNS:rabbit-1.nodes.ns.svc.cluster.local");
            });
    assertThat(node.links()).isEmpty();
    assertThat(beam.eval("nodes(hidden)")).isEqualTo("[]");
  }

  private void assertPings(BeamNode beam) {
    String hundred = "lists:duplicate(100, pong) -- [net_adm:ping('%s') || _ <- lists:seq(1, 100)]";
    assertThat(beam.eval(hundred.formatted(us))).isEqualTo("[]");
  }

  @Test
  void ticksKeepTheLinkAliveOnBothSides() throws Exception {
    BeamNode beam = beam("node", "-kernel", "net_ticktime", "4");
    ErlangNode node =
        nodes.start(us, links, as("node"), s -> s.withNetTickTime(Duration.ofSeconds(4)));
    node.connect(beam.name(), TestNodes.TIMEOUT);
    assertThat(
            beam.eval(
                "erlang:monitor_node('"
                    + us
                    + "', true), "
                    + "receive {nodedown, _} -> down after 10000 -> up end"))
        .isEqualTo("up");
    assertThat(links.all()).containsExactly("up " + beam.name() + " INITIATED");
  }

  @Test
  void theLongestMessageThatNobodyHereReadsPassesInRecords() throws Exception {
    BeamNode beam = beam("node");
    ErlangNode node = nodes.start(us, links, as("node"));
    node.connect(beam.name(), TestNodes.TIMEOUT);
    int length = NodeLimits.DEFAULT.maxFrameBytes() - 1024; // with what names sender and target
    assertThat(beam.eval("{nobody, '" + us + "'} ! binary:copy(<<7>>, " + length + "), ok"))
        .isEqualTo("ok");
    assertPings(beam);
    assertThat(node.links()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void aMegabyteOfAResultComesBackWhole(String protocol) throws Exception {
    BeamNode beam = beam("node");
    ErlangNode node =
        nodes.start(
            us,
            links,
            as("node").withProtocols(List.of(protocol)),
            s -> s.withLimits(s.limits().withBytes(2 << 20, 8 << 20, 16 << 20)));
    node.connect(beam.name(), TestNodes.TIMEOUT);
    byte[] megabyte = new byte[1 << 20];
    new Random(7).nextBytes(megabyte);
    Term sent = Term.binary(megabyte);
    assertThat(node.call(beam.name(), "erlang", "term_to_binary", List.of(sent), TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            Binary.class, encoded -> assertThat(encoded.bytes().toArray()).endsWith(megabyte));
  }

  @Test
  void aFrozenBeamIsAHandshakeTimeout() throws Exception {
    BeamNode beam = beam("node");
    ErlangNode node = nodes.start(us, links, as("node"));
    beam.freeze();
    assertThatThrownBy(() -> node.connect(beam.name(), Duration.ofSeconds(2)))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> assertThat(e.failure()).isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT));
    beam.thaw();
    assertThat(node.connect(beam.name(), TestNodes.TIMEOUT).peer()).isEqualTo(beam.name());
  }

  @ParameterizedTest
  @CsvSource({"elsewhere, for another host", "stranger, not trusted"})
  void aBeamWithAWrongCertificateIsNotDialled(String certificate, String why) throws Exception {
    BeamNode beam = beam(certificate);
    ErlangNode node = nodes.start(us, links, as("node"));
    assertTlsFailure(node, beam, why);
  }

  @Test
  void aBeamThatAsksForACertificateRefusesOneWithout() throws Exception {
    BeamNode beam = beam("node");
    ErlangNode node = nodes.start(us, links, as(""));
    assertTlsFailure(node, beam, "certificate");
  }

  @Test
  void aBeamOfAnotherAuthorityIsNotLetIn() throws Exception {
    BeamNode beam = beam("stranger");
    ErlangNode node = nodes.start(us, links, as("node"));
    assertThat(beam.eval("net_kernel:connect_node('" + us + "')")).isEqualTo("false");
    links.await("refused TLS_FAILURE");
    assertThat(node.links()).isEmpty();
  }

  @Test
  void theBeamAcceptsOurCertificateForOurAddressOnly() throws Exception {
    BeamNode beam = beam("node");
    nodes.start(us, links, as("elsewhere"));
    assertThat(beam.eval("net_kernel:connect_node('" + us + "')")).isEqualTo("false");
    links.await("refused TLS_FAILURE");
  }

  @Test
  void aPlainBeamAndATlsNodeTellOfEachOther() throws Exception {
    BeamNode plain = nodes.beam(TestNodes.name("plain"));
    ErlangNode node = nodes.start(us, links, as("node"));
    assertTlsFailure(node, plain, "speaks no");
    assertThat(plain.eval("net_kernel:connect_node('" + us + "')")).isEqualTo("false");
    links.await("refused TLS_FAILURE");
  }

  @Test
  void aTlsBeamAndAPlainNodeTellOfEachOther() throws Exception {
    BeamNode beam = beam("node");
    ErlangNode plain = nodes.start(us, links);
    assertTlsFailure(plain, beam, "speaks TLS");
    assertThat(beam.eval("net_kernel:connect_node('" + us + "')")).isEqualTo("false");
    links.await("refused TLS_FAILURE");
  }
}
