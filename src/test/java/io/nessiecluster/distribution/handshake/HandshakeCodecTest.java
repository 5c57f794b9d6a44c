package io.nessiecluster.distribution.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromAcceptor;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromInitiator;
import io.nessiecluster.distribution.handshake.HandshakeMessage.NamedStatus;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class HandshakeCodecTest {

  private interface Decoder {
    HandshakeMessage decode(ByteBuffer payload) throws HandshakeException;
  }

  private static Decoder decoderOf(HandshakeMessage message) {
    return switch (message) {
      case FromAcceptor _ when !(message instanceof Status) -> HandshakeCodec::decodeFromAcceptor;
      case FromInitiator _ -> HandshakeCodec::decodeFromInitiator;
      case FromAcceptor _ -> HandshakeCodec::decodeFromAcceptor;
    };
  }

  @Property
  void everyMessageSurvivesTheWireWithExtraBytesBehindIt(
      @ForAll("messages") HandshakeMessage message, @ForAll @Size(max = 20) byte[] extra)
      throws HandshakeException {
    byte[] payload = HandshakeCodec.encode(message);
    byte[] longer = payload;
    if (!(message instanceof Status)) { // a status is told by its whole text
      longer = Arrays.copyOf(payload, payload.length + extra.length);
      System.arraycopy(extra, 0, longer, payload.length, extra.length);
    }
    assertThat(decoderOf(message).decode(ByteBuffer.wrap(longer))).isEqualTo(message);
  }

  @Property
  void everyTruncatedPrefixFailsWithATypedError(
      @ForAll("messages") HandshakeMessage message, @ForAll double share) {
    byte[] payload = HandshakeCodec.encode(message);
    int length = (int) (Math.abs(share % 1) * payload.length);
    byte[] prefix = Arrays.copyOf(payload, length);
    if (message instanceof Status && Arrays.equals(prefix, "sok".getBytes())) {
      return; // "ok_simultaneous" cut short is "ok"
    }
    assertThatThrownBy(() -> decoderOf(message).decode(ByteBuffer.wrap(prefix)))
        .isInstanceOfSatisfying(
            HandshakeException.class,
            e -> assertThat(e.reason()).isEqualTo(HandshakeFailure.PROTOCOL_ERROR));
  }

  @Property
  void garbageIsAMessageOrATypedError(@ForAll @Size(max = 64) byte[] garbage) {
    for (Decoder decoder :
        new Decoder[] {HandshakeCodec::decodeFromAcceptor, HandshakeCodec::decodeFromInitiator}) {
      try {
        assertThat(decoder.decode(ByteBuffer.wrap(garbage))).isNotNull();
      } catch (HandshakeException e) {
        assertThat(e.reason()).isNotNull();
      }
    }
  }

  @Example
  void theHandshakeOfOldNodesIsAnIncompatibleVersion() {
    ByteBuffer old = ByteBuffer.wrap(new byte[] {'n', 0, 5, 0, 0, 0, 0, 'a', '@', 'b'});
    assertThatThrownBy(() -> HandshakeCodec.decodeFromInitiator(old))
        .isInstanceOfSatisfying(
            HandshakeException.class,
            e -> assertThat(e.reason()).isEqualTo(HandshakeFailure.INCOMPATIBLE_VERSION));
  }

  @Example
  void aNameWithALineBreakIsRefused() {
    byte[] payload = HandshakeCodec.encode(new SendName(0, 1, "a@b?ERROR forged"));
    payload[payload.length - "?ERROR forged".length()] = '\n';
    assertThatThrownBy(() -> HandshakeCodec.decodeFromInitiator(ByteBuffer.wrap(payload)))
        .isInstanceOf(HandshakeException.class)
        .hasMessageContaining("characters that do not show");
  }

  @Example
  void anOverlongNameIsRefusedBeforeItIsRead() {
    ByteBuffer payload = ByteBuffer.allocate(15);
    payload.put((byte) 'N').putLong(0).putInt(1).putShort((short) 0xffff).flip();
    assertThatThrownBy(() -> HandshakeCodec.decodeFromInitiator(payload))
        .isInstanceOf(HandshakeException.class)
        .hasMessageContaining("65535");
  }

  @Provide
  Arbitrary<HandshakeMessage> messages() {
    Arbitrary<Long> longs = Arbitraries.longs();
    Arbitrary<Integer> ints = Arbitraries.integers();
    Arbitrary<String> names =
        Arbitraries.strings().alpha().numeric().withChars("@._-äλ").ofMinLength(1).ofMaxLength(255);
    Arbitrary<Digest> digests =
        Arbitraries.bytes().array(byte[].class).ofSize(Digest.BYTES).map(Digest::new);
    return Arbitraries.oneOf(
        Combinators.combine(longs, ints, names).as(SendName::new),
        Arbitraries.of(Word.values()).map(Status::new),
        Combinators.combine(names, ints).as(NamedStatus::new),
        Combinators.combine(longs, ints, ints, names).as(Challenge::new),
        Combinators.combine(ints, digests).as(ChallengeReply::new),
        digests.map(ChallengeAck::new));
  }
}
