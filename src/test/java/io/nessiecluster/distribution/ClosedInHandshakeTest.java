package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.epmd.Alive2Request;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdRegistration;
import io.nessiecluster.distribution.epmd.NodeEntry;
import io.nessiecluster.distribution.epmd.NodeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What hangs up during a handshake: a proxy before nothing, or a node that has just ended. */
class ClosedInHandshakeTest {

  private TestNodes nodes;

  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ErlangNode node(boolean tls) throws Exception {
    if (!tls) {
      return nodes.start(TestNodes.name("a"), new RecordedLinks());
    }
    var context =
        new TestCertificates(folder)
            .authority("ca")
            .issue("node", "ca", "ip:127.0.0.1")
            .context("node", "ca");
    return nodes.start(TestNodes.name("a"), new RecordedLinks(), TlsSettings.of(() -> context));
  }

  private static void assertFails(
      ErlangNode node, String peer, ConnectFailure failure, String why) {
    assertThatThrownBy(() -> node.connect(peer, TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).as(e.detail()).isEqualTo(failure);
              assertThat(e.detail()).contains(why);
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxyThatAcceptsAndHangsUpIsNotTakenForTls(boolean tls) throws Exception {
    RawPeer proxy = new RawPeer(nodes, Socket::close);
    assertFails(node(tls), proxy.name(), ConnectFailure.CLOSED_IN_HANDSHAKE, "the peer closed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aProxyThatReadsAndHangsUpIsNotTakenForTls(boolean tls) throws Exception {
    RawPeer proxy = RawPeer.saying(nodes, "");
    assertFails(node(tls), proxy.name(), ConnectFailure.CLOSED_IN_HANDSHAKE, "the peer closed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aNodeThatEndsWhileItIsDialledIsGone(boolean tls) throws Exception {
    String name = TestNodes.name("dying");
    ServerSocket server = nodes.closeLater(new ServerSocket(0, 5, TestNodes.LOOPBACK));
    EpmdRegistration registration = register(name, server.getLocalPort());
    ends(server, registration);
    assertFails(
        node(tls), name, ConnectFailure.CONNECTION_REFUSED, "the node ended while it was dialled");
  }

  @Test
  void aNodeThatEndsOnOurProofIsGoneAndHasNoOtherCookie() throws Exception {
    ErlangNode node = node(false);
    String name = TestNodes.name("dying");
    ServerSocket server = nodes.closeLater(new ServerSocket(0, 5, TestNodes.LOOPBACK));
    EpmdRegistration registration = register(name, server.getLocalPort());
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                RawPeer.challenge(socket, name);
                server.close();
                registration.close();
                TestNodes.await("EPMD has heard", () -> nodes.epmd.registered().size() == 1);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertFails(
        node, name, ConnectFailure.CONNECTION_REFUSED, "the node ended while it was dialled");
  }

  @Test
  void aNodeThatIsDialledAtAFixedPortAndEndsIsGone() throws Exception {
    ServerSocket server = nodes.closeLater(new ServerSocket(0, 5, TestNodes.LOOPBACK));
    ends(server, null);
    ErlangNode node =
        nodes.start(
            TestNodes.name("a"), new RecordedLinks(), s -> s.withPeerPort(server.getLocalPort()));
    assertFails(
        node,
        TestNodes.name("dying"),
        ConnectFailure.CONNECTION_REFUSED,
        "the node ended while it was dialled");
  }

  private EpmdRegistration register(String name, int port) throws Exception {
    String basename = name.substring(0, name.indexOf('@'));
    Alive2Request request = new Alive2Request(NodeEntry.of(basename, port, NodeType.HIDDEN));
    return nodes.closeLater(
        new EpmdClient(nodes.epmd.port(), System::nanoTime)
            .register(TestNodes.LOOPBACK, request, Duration.ofSeconds(5)));
  }

  /** Takes one connection, and ends as a process does: all its sockets at once. */
  private static void ends(ServerSocket server, EpmdRegistration registration) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().read();
                server.close();
                if (registration != null) {
                  registration.close();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
