package io.nessiecluster.distribution.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.handshake.HandshakeMessage.FromAcceptor;
import io.nessiecluster.distribution.handshake.HandshakeMessage.NamedStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays handshakes that were captured between an initiator and real BEAM nodes. */
class GoldenHandshakeTest {

  private static final int CHALLENGE = 0x01020304;
  private static final LocalNode LOCAL =
      new LocalNode("py@127.0.0.1", DistributionFlag.HIDDEN_NODE, 0x11223344, Secret.of("secret"));

  private record Packet(boolean sent, byte[] bytes) {
    ByteBuffer payload() {
      return ByteBuffer.wrap(bytes, 2, bytes.length - 2).slice();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "handshake-otp25.txt, app25@127.0.0.1, 1795329456",
    "handshake-otp27.txt, app27@127.0.0.1, 1795329457",
    "handshake-otp29.txt, fx29@127.0.0.1, 1795331501"
  })
  void theInitiatorShakesHandsWithARecordedBeamByteForByte(String file, String peer, int creation)
      throws Exception {
    HandshakeStep<InitiatorState> step = Handshake.initiate(LOCAL, peer, CHALLENGE, () -> false);
    List<byte[]> sent = new ArrayList<>();
    step.send().forEach(message -> sent.add(HandshakeCodec.packet(message)));

    for (Packet packet : packets(file)) {
      if (packet.sent()) {
        assertThat(sent.removeFirst()).isEqualTo(packet.bytes());
      } else {
        FromAcceptor message = HandshakeCodec.decodeFromAcceptor(packet.payload());
        assertThat(HandshakeCodec.packet(message)).isEqualTo(packet.bytes());
        step = ((HandshakeStep.Next<InitiatorState>) step).state().receive(message);
        step.send().forEach(reply -> sent.add(HandshakeCodec.packet(reply)));
      }
    }

    assertThat(sent).isEmpty();
    assertThat(step)
        .isInstanceOfSatisfying(
            HandshakeStep.Done.class,
            done -> {
              assertThat(done.peer().name()).isEqualTo(peer);
              assertThat(done.peer().creation()).isEqualTo(creation);
              assertThat(done.peer().hidden()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "handshake-dynamic-app25.txt",
        "handshake-dynamic-app27.txt",
        "handshake-dynamic-fx29.txt"
      })
  void anAssignedNameIsUnderstoodAndRefused(String file) throws Exception {
    Packet status = packets(file).get(1);
    FromAcceptor message = HandshakeCodec.decodeFromAcceptor(status.payload());

    assertThat(message)
        .isInstanceOfSatisfying(
            NamedStatus.class, named -> assertThat(named.name()).endsWith("@127.0.0.1"));
    assertThat(HandshakeCodec.packet(message)).isEqualTo(status.bytes());
    assertThat(Handshake.initiate(LOCAL, "x@y", 1, () -> false).state().receive(message))
        .isInstanceOf(HandshakeStep.Failed.class);
  }

  private static List<Packet> packets(String file) throws IOException {
    try (InputStream in =
        GoldenHandshakeTest.class.getResourceAsStream("/erlang-handshake/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith("-> ") || line.startsWith("<- "))
          .map(line -> line.split(" "))
          .map(words -> new Packet(words[0].equals("->"), HexFormat.of().parseHex(words[2])))
          .toList();
    }
  }
}
