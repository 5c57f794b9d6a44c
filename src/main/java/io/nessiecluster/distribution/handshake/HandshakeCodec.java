package io.nessiecluster.distribution.handshake;

import io.nessiecluster.base.NodeNames;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromAcceptor;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromInitiator;
import io.nessiecluster.distribution.handshake.HandshakeMessage.NamedStatus;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of handshake messages: the payload, without the length that frames it. Bytes behind a
 * known message are ignored, as the protocol asks. A message that starts with {@code 'N'} is a name
 * or a challenge by direction, so there is one decoder per direction.
 */
public final class HandshakeCodec {
  /** A node name is an atom: at most 255 characters, so at most 1020 bytes of UTF-8. */
  public static final int MAX_NAME_BYTES = NodeNames.MAX_BYTES;

  /** The longest packet accepted, in bytes: a challenge with the longest name, and some more. */
  public static final int MAX_PACKET_BYTES = 2048;

  private static final String NAMED = "named:";
  private static final int MOST_WITHOUT_NAME = 32;

  private HandshakeCodec() {}

  /** The message with its 16-bit length in front, ready to be written. */
  public static byte[] packet(HandshakeMessage message) {
    byte[] packet = written(message, Short.BYTES);
    ByteBuffer.wrap(packet).putShort((short) (packet.length - Short.BYTES));
    return packet;
  }

  /** The payload of a message. */
  public static byte[] encode(HandshakeMessage message) {
    return written(message, 0);
  }

  /** The payload behind so many bytes of room. */
  private static byte[] written(HandshakeMessage message, int room) {
    ByteBuffer out = ByteBuffer.allocate(room + mostBytes(message)).position(room);
    switch (message) {
      case SendName(long flags, int creation, String name) -> {
        out.put((byte) 'N').putLong(flags).putInt(creation);
        putName(out, name);
      }
      case Status(Word word) ->
          out.put((byte) 's').put(word.text().getBytes(StandardCharsets.US_ASCII));
      case NamedStatus(String name, int creation) -> {
        out.put((byte) 's').put(NAMED.getBytes(StandardCharsets.US_ASCII));
        putName(out, name);
        out.putInt(creation);
      }
      case Challenge(long flags, int challenge, int creation, String name) -> {
        out.put((byte) 'N').putLong(flags).putInt(challenge).putInt(creation);
        putName(out, name);
      }
      case ChallengeReply(int challenge, Digest digest) -> {
        out.put((byte) 'r').putInt(challenge);
        digest.writeTo(out);
      }
      case ChallengeAck(Digest digest) -> {
        out.put((byte) 'a');
        digest.writeTo(out);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  private static int mostBytes(HandshakeMessage message) {
    return switch (message) {
      case SendName(long _, int _, String name) -> mostBytes(name);
      case NamedStatus(String name, int _) -> mostBytes(name);
      case Challenge(long _, int _, int _, String name) -> mostBytes(name);
      case Status _, ChallengeReply _, ChallengeAck _ -> MOST_WITHOUT_NAME;
    };
  }

  private static int mostBytes(String name) {
    return MOST_WITHOUT_NAME + 3 * name.length(); // UTF-8 has no more for a char
  }

  /**
   * Decodes what an initiator sent.
   *
   * @throws HandshakeException if it is no message of an initiator, or one of an old protocol
   */
  public static FromInitiator decodeFromInitiator(ByteBuffer payload) throws HandshakeException {
    try {
      byte tag = payload.get();
      return switch (tag) {
        case 'N' -> new SendName(payload.getLong(), payload.getInt(), name(payload));
        case 's' -> new Status(word(rest(payload)));
        case 'r' -> new ChallengeReply(payload.getInt(), digest(payload));
        default -> throw unexpected(tag);
      };
    } catch (BufferUnderflowException _) {
      throw truncated();
    }
  }

  /**
   * Decodes what an acceptor sent.
   *
   * @throws HandshakeException if it is no message of an acceptor, or one of an old protocol
   */
  public static FromAcceptor decodeFromAcceptor(ByteBuffer payload) throws HandshakeException {
    try {
      byte tag = payload.get();
      return switch (tag) {
        case 's' -> status(payload);
        case 'N' ->
            new Challenge(payload.getLong(), payload.getInt(), payload.getInt(), name(payload));
        case 'a' -> new ChallengeAck(digest(payload));
        default -> throw unexpected(tag);
      };
    } catch (BufferUnderflowException _) {
      throw truncated();
    }
  }

  private static FromAcceptor status(ByteBuffer payload) throws HandshakeException {
    ByteBuffer start = payload.duplicate();
    byte[] prefix = new byte[Math.min(NAMED.length(), start.remaining())];
    start.get(prefix);
    if (!NAMED.equals(new String(prefix, StandardCharsets.ISO_8859_1))) {
      return new Status(word(rest(payload)));
    }
    return new NamedStatus(name(start), start.getInt());
  }

  private static Word word(byte[] text) throws HandshakeException {
    return Word.of(new String(text, StandardCharsets.ISO_8859_1))
        .orElseThrow(() -> protocolError("an unknown status of " + text.length + " bytes"));
  }

  private static byte[] rest(ByteBuffer payload) {
    byte[] rest = new byte[payload.remaining()];
    payload.get(rest);
    return rest;
  }

  private static Digest digest(ByteBuffer payload) {
    byte[] bytes = new byte[Digest.BYTES];
    payload.get(bytes);
    return new Digest(bytes);
  }

  private static String name(ByteBuffer payload) throws HandshakeException {
    int length = Short.toUnsignedInt(payload.getShort());
    if (length == 0 || length > MAX_NAME_BYTES) {
      throw protocolError("a name of " + length + " bytes");
    }
    if (length > payload.remaining()) {
      throw truncated();
    }
    ByteBuffer bytes = payload.slice(payload.position(), length);
    payload.position(payload.position() + length);
    try {
      String name = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (!NodeNames.isPlain(name)) {
        throw protocolError("a name that is too long or has characters that do not show");
      }
      return name;
    } catch (CharacterCodingException _) {
      throw protocolError("a name that is not UTF-8");
    }
  }

  private static void putName(ByteBuffer out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (!NodeNames.isPlain(name)) {
      throw new IllegalArgumentException("no name for a node: " + bytes.length + " bytes");
    }
    out.putShort((short) bytes.length).put(bytes);
  }

  private static HandshakeException unexpected(byte tag) {
    if (tag == 'n') {
      return new HandshakeException(
          HandshakeFailure.INCOMPATIBLE_VERSION,
          "the peer speaks the handshake of OTP 22 or older");
    }
    return protocolError("a packet that starts with byte " + Byte.toUnsignedInt(tag));
  }

  private static HandshakeException truncated() {
    return protocolError("a truncated packet");
  }

  private static HandshakeException protocolError(String detail) {
    return new HandshakeException(HandshakeFailure.PROTOCOL_ERROR, detail);
  }
}
