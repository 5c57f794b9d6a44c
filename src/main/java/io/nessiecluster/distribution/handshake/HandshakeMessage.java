package io.nessiecluster.distribution.handshake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The messages of the handshake (ERTS, <i>Distribution Protocol</i>, "Distribution Handshake").
 * Flags are a 64-bit word of {@link DistributionFlag}s; challenge and creation are unsigned.
 */
public sealed interface HandshakeMessage {

  /** What an initiator sends. */
  sealed interface FromInitiator extends HandshakeMessage {}

  /** What an acceptor sends. */
  sealed interface FromAcceptor extends HandshakeMessage {}

  /** {@code 'N'}: the initiator introduces itself. */
  record SendName(long flags, int creation, String name) implements FromInitiator {}

  /** {@code 's'}: the acceptor's answer to a name, and the initiator's to {@code alive}. */
  record Status(Word word) implements FromInitiator, FromAcceptor {}

  /** {@code 's' "named:"}: the acceptor assigns a name to an initiator that asked for one. */
  record NamedStatus(String name, int creation) implements FromAcceptor {}

  /** {@code 'N'}: the acceptor introduces and challenges. */
  record Challenge(long flags, int challenge, int creation, String name) implements FromAcceptor {}

  /** {@code 'r'}: the initiator proves its cookie and challenges in turn. */
  record ChallengeReply(int challenge, Digest digest) implements FromInitiator {}

  /** {@code 'a'}: the acceptor proves its cookie; the link is up. */
  record ChallengeAck(Digest digest) implements FromAcceptor {}

  /** The words of a status message. */
  enum Word {
    /** The handshake goes on. */
    OK,
    /** The handshake goes on, and the acceptor gives up its own dial to the initiator. */
    OK_SIMULTANEOUS,
    /** The acceptor's own dial to the initiator wins: wait for it. */
    NOK,
    /** The acceptor will not talk with this initiator. */
    NOT_ALLOWED,
    /** The acceptor holds a link of this name; the initiator says whether to go on. */
    ALIVE,
    /** The initiator's answer to {@code alive}: go on, the old link is dead. */
    TRUE,
    /** The initiator's answer to {@code alive}: stop, the old link lives. */
    FALSE;

    /** The word as it stands on the wire. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Word> of(String text) {
      return Arrays.stream(values()).filter(word -> word.text().equals(text)).findFirst();
    }
  }
}
