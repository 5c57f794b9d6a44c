package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.FailedDial.failure;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dial over TLS whose other end falls silent or dribbles is over in time. */
class TlsSilenceTest {

  private static final Duration SHORT = Duration.ofMillis(800);

  @TempDir private static Path folder;
  private static TestCertificates certificates;

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;

  @BeforeAll
  static void certify() throws Exception {
    certificates = new TestCertificates(folder).authority("ca").issue("node", "ca", "ip:127.0.0.1");
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
    ConnectFailedException failure = failure(node, plain.name(), TestNodes.TIMEOUT);
    assertThat(failure.failure()).isEqualTo(ConnectFailure.TLS_FAILURE);
    assertThat(failure.detail()).contains("speaks no TLS");

    assertThat(failure(node, RawPeer.silent(nodes).name(), SHORT).failure())
        .isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
  }

  @Test
  void aProbeOfThePortIsNoDial() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard, as("node"));
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
    assertThat(heard.firstRefusal()).contains("HANDSHAKE_TIMEOUT");
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
        heard,
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
    assertThat(heard.firstRefusal()).contains("HANDSHAKE_TIMEOUT");
    assertThat(dribble.join(Duration.ofSeconds(5))).isTrue();
  }
}
