package io.nessiecluster.distribution.handshake;

import java.util.List;

/**
 * What a handshake comes to after a message: what to send, and then the next state or an end.
 *
 * @param <S> the states of this side
 */
public sealed interface HandshakeStep<S> {

  /** The messages to send, before anything else. */
  List<HandshakeMessage> send();

  /** The handshake goes on in {@code state}. */
  record Next<S>(List<HandshakeMessage> send, S state) implements HandshakeStep<S> {}

  /** Both sides have proven the cookie: the link is up once {@code send} is written. */
  record Done<S>(List<HandshakeMessage> send, PeerNode peer) implements HandshakeStep<S> {}

  /** This attempt ends without a failure: another link between the two nodes wins. */
  record Yielded<S>(List<HandshakeMessage> send, String detail) implements HandshakeStep<S> {}

  /** The handshake failed: close once {@code send} is written. */
  record Failed<S>(List<HandshakeMessage> send, HandshakeFailure failure, String detail)
      implements HandshakeStep<S> {}

  /** A failure with nothing more to say to the peer. */
  static <S> HandshakeStep<S> failed(HandshakeFailure failure, String detail) {
    return new Failed<>(List.of(), failure, detail);
  }

  /** A failure because the peer's challenge is one that this node itself has issued. */
  static <S> HandshakeStep<S> reflected() {
    return failed(
        HandshakeFailure.CHALLENGE_REFLECTED,
        "the peer sent back a challenge of this node, as a relay does that has no cookie; no proof"
            + " was given");
  }

  /** A failure because the message is none that the state allows. */
  static <S> HandshakeStep<S> unexpected(HandshakeMessage message, String instead) {
    return failed(
        HandshakeFailure.PROTOCOL_ERROR,
        message.getClass().getSimpleName() + " instead of " + instead);
  }
}
