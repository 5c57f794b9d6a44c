package io.nessiecluster.distribution.handshake;

import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromAcceptor;
import io.nessiecluster.distribution.handshake.HandshakeMessage.NamedStatus;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The states of the side that dials. Begin with {@link Handshake#initiate}. */
public sealed interface InitiatorState {

  /** What a message of the acceptor leads to. */
  HandshakeStep<InitiatorState> receive(FromAcceptor message);

  /** What it means that the acceptor closed here. */
  HandshakeStep<InitiatorState> endOfStream();

  /**
   * The name is sent.
   *
   * @param check which nodes will do
   * @param challenge ours, to be answered by the peer
   * @param linkHeld whether this node holds a live link to the peer, asked on {@code alive}
   */
  record AwaitStatus(LocalNode local, PeerCheck check, int challenge, BooleanSupplier linkHeld)
      implements InitiatorState {

    @Override
    public HandshakeStep<InitiatorState> receive(FromAcceptor message) {
      return switch (message) {
        case Status(Word word) -> onStatus(word);
        case NamedStatus _ ->
            HandshakeStep.failed(
                HandshakeFailure.PROTOCOL_ERROR, "the peer assigns a name that nobody asked for");
        case Challenge _, ChallengeAck _ -> HandshakeStep.unexpected(message, "a status");
      };
    }

    private HandshakeStep<InitiatorState> onStatus(Word word) {
      return switch (word) {
        case OK, OK_SIMULTANEOUS -> goOn(List.of());
        case ALIVE ->
            linkHeld.getAsBoolean()
                ? new HandshakeStep.Yielded<>(
                    List.of(new Status(Word.FALSE)), "this node holds a live link to the peer")
                : goOn(List.of(new Status(Word.TRUE)));
        case NOK -> new HandshakeStep.Yielded<>(List.of(), "the peer's own dial wins");
        case NOT_ALLOWED ->
            HandshakeStep.failed(HandshakeFailure.NOT_ALLOWED, "the peer answered not_allowed");
        case TRUE, FALSE ->
            HandshakeStep.failed(
                HandshakeFailure.PROTOCOL_ERROR, "the peer answered " + word.text());
      };
    }

    private HandshakeStep<InitiatorState> goOn(List<HandshakeMessage> send) {
      return new HandshakeStep.Next<>(send, new AwaitChallenge(local, check, challenge));
    }

    @Override
    public HandshakeStep<InitiatorState> endOfStream() {
      return HandshakeStep.failed(
          HandshakeFailure.CLOSED_IN_HANDSHAKE, "the peer closed before any answer");
    }
  }

  /** The peer goes along; next it introduces itself. */
  record AwaitChallenge(LocalNode local, PeerCheck check, int challenge) implements InitiatorState {

    AwaitChallenge(LocalNode local, String peer, int challenge) {
      this(local, PeerCheck.named(peer), challenge);
    }

    @Override
    public HandshakeStep<InitiatorState> receive(FromAcceptor message) {
      return switch (message) {
        case Challenge(long flags, int theirs, int creation, String name) -> {
          Set<DistributionFlag> missing = DistributionFlag.missing(flags);
          if (name.equals(local.name())) {
            HandshakeFailure failure = local.metOwnName(creation);
            yield HandshakeStep.failed(
                failure,
                failure == HandshakeFailure.OWN_NODE
                    ? "the node there is " + name + ", this node itself"
                    : "another node there calls itself " + name + ", as this node does");
          }
          PeerNode told = new PeerNode(name, flags, creation);
          Optional<PeerCheck.Refusal> refusal = check.judge(told);
          if (refusal.isPresent()) {
            yield HandshakeStep.failed(refusal.get().failure(), refusal.get().detail());
          }
          if (!missing.isEmpty()) {
            yield HandshakeStep.failed(
                HandshakeFailure.INCOMPATIBLE_VERSION, "the peer lacks " + missing);
          }
          if (local.challenges().isPending(theirs)) {
            yield HandshakeStep.reflected();
          }
          yield new HandshakeStep.Next<>(
              List.of(new ChallengeReply(challenge, local.secret().answer(theirs))),
              new AwaitAck(local, told, challenge));
        }
        case Status _, NamedStatus _, ChallengeAck _ ->
            HandshakeStep.unexpected(message, "a challenge");
      };
    }

    @Override
    public HandshakeStep<InitiatorState> endOfStream() {
      return HandshakeStep.failed(
          HandshakeFailure.CLOSED_IN_HANDSHAKE, "the peer closed instead of a challenge");
    }
  }

  /** The own proof is sent; next the peer's. */
  record AwaitAck(LocalNode local, PeerNode peer, int challenge) implements InitiatorState {

    @Override
    public HandshakeStep<InitiatorState> receive(FromAcceptor message) {
      return switch (message) {
        case ChallengeAck(Digest digest) ->
            digest.equals(local.secret().answer(challenge))
                ? new HandshakeStep.Done<>(List.of(), peer)
                : HandshakeStep.failed(
                    HandshakeFailure.COOKIE_MISMATCH,
                    local.secret().mismatch("the peer's proof of the cookie is wrong"));
        case Status _, NamedStatus _, Challenge _ ->
            HandshakeStep.unexpected(message, "a proof of the cookie");
      };
    }

    @Override
    public HandshakeStep<InitiatorState> endOfStream() {
      return HandshakeStep.failed(
          HandshakeFailure.COOKIE_MISMATCH,
          local.secret().mismatch("the peer closed on this node's proof of the cookie"));
    }
  }
}
