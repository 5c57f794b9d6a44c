package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has no cookie and lets a node answer its own challenge gets neither of two links. */
class ReflectedChallengeTest {

  private static final long FLAGS = DistributionFlag.HIDDEN_NODE;

  private final RecordedLinks heard = new RecordedLinks();
  private final AtomicInteger port = new AtomicInteger();
  private final AtomicReference<String> name = new AtomicReference<>("");
  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  @Test
  void aDialToAReflectorFailsAndTheReflectorIsNotLetIn() throws Exception {
    ErlangNode node = nodes.start(TestNodes.name("a"), heard);
    RawPeer reflector = new RawPeer(nodes, this::reflect);
    port.set(node.port());
    name.set(reflector.name());

    assertThatThrownBy(() -> node.connect(reflector.name(), TestNodes.TIMEOUT))
        .isInstanceOfSatisfying(
            ConnectFailedException.class,
            e -> {
              assertThat(e.failure()).as(e.detail()).isEqualTo(ConnectFailure.CHALLENGE_REFLECTED);
              assertThat(e.detail()).contains("a challenge of this node");
            });
    heard.await("refused PROTOCOL_ERROR"); // the reflector never had a proof to show
    assertThat(node.links()).isEmpty();
  }

  /** Dials back, and hands each message of one connection on to the other. */
  private void reflect(Socket dialled) throws IOException {
    try (Socket back = new Socket(TestNodes.LOOPBACK, port.get())) {
      RawPeer.receive(dialled);
      RawPeer.send(back, new SendName(FLAGS, 9, "nobody@127.0.0.1"));
      RawPeer.receive(back);
      ByteBuffer introduction = RawPeer.receive(back);
      int challenge = ((Challenge) HandshakeCodec.decodeFromAcceptor(introduction)).challenge();
      RawPeer.send(dialled, new Status(Word.OK));
      RawPeer.send(dialled, new Challenge(FLAGS, challenge, 9, name.get()));
      ChallengeReply proof =
          (ChallengeReply) HandshakeCodec.decodeFromInitiator(RawPeer.receive(dialled));
      RawPeer.send(back, proof);
      RawPeer.send(dialled, HandshakeCodec.decodeFromAcceptor(RawPeer.receive(back)));
    } catch (HandshakeException e) {
      throw new IOException(e);
    }
  }
}
