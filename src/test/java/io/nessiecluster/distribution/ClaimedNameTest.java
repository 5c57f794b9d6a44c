package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One without the cookie who keeps claiming to be the peer that a node dials. */
class ClaimedNameTest {

  private static final int ROUNDS = 3;
  private static final int CLAIMANTS = 4;
  private static final Duration BOUND = Duration.ofSeconds(4);

  /** Whether the rule of crossing dials speaks for the node or for the claimant. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "z"})
  void delaysADialButDoesNotStopIt(String basename) throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      ErlangNode there = nodes.start(TestNodes.name("m"), new RecordedLinks());
      ErlangNode node = nodes.start(TestNodes.name(basename), new RecordedLinks());
      byte[] name =
          HandshakeCodec.packet(
              new HandshakeMessage.SendName(DistributionFlag.HIDDEN_NODE, 9, there.name()));
      AtomicInteger claims = new AtomicInteger();
      for (int i = 0; i < CLAIMANTS; i++) {
        Thread claimant = Thread.ofVirtual().start(() -> claim(node.port(), name, claims));
        nodes.closeLater(claimant::interrupt);
      }
      for (int round = 0; round < ROUNDS; round++) {
        int before = claims.get();
        TestNodes.await("claims", () -> claims.get() > before + CLAIMANTS);
        assertThat(node.connect(there.name(), BOUND).direction())
            .isEqualTo(Link.Direction.INITIATED);
        assertThat(node.disconnect(there.name())).isTrue();
        TestNodes.await("both ends", () -> there.links().isEmpty());
      }
    }
  }

  private static void claim(int port, byte[] name, AtomicInteger claims) {
    while (!Thread.currentThread().isInterrupted()) {
      try (Socket socket = new Socket(TestNodes.LOOPBACK, port)) {
        socket.setSoTimeout(1000);
        socket.getOutputStream().write(name);
        socket.getInputStream().read();
        claims.incrementAndGet();
      } catch (IOException e) {
        continue; // refused for once
      }
    }
  }
}
