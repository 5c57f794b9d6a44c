package io.nessiecluster.distribution.handshake;

import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromInitiator;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The states of the side that is dialled. Begin with {@link Handshake#accept}. */
public sealed interface AcceptorState {

  /** What a message of the initiator leads to. */
  HandshakeStep<AcceptorState> receive(FromInitiator message);

  /** What it means that the initiator closed here. */
  HandshakeStep<AcceptorState> endOfStream();

  /** What to do with an initiator, by its name; asked once, after its capabilities were checked. */
  @FunctionalInterface
  interface Admission {
    /** The verdict on {@code peer}, whose cookie is not proven yet. */
    Verdict decide(PeerNode peer);
  }

  /** The answers that an acceptor can give to a name. */
  enum Verdict {
    OK(Word.OK),
    OK_SIMULTANEOUS(Word.OK_SIMULTANEOUS),
    NOK(Word.NOK),
    ALIVE(Word.ALIVE),
    NOT_ALLOWED(Word.NOT_ALLOWED);

    private final Word word;

    Verdict(Word word) {
      this.word = word;
    }
  }

  /**
   * Nothing is known yet.
   *
   * @param challenge ours, to be answered by the peer
   */
  record AwaitName(LocalNode local, int challenge, Admission admission) implements AcceptorState {

    @Override
    public HandshakeStep<AcceptorState> receive(FromInitiator message) {
      return switch (message) {
        case SendName(long flags, int creation, String name) ->
            onName(new PeerNode(name, flags, creation));
        case Status _, ChallengeReply _ -> HandshakeStep.unexpected(message, "a name");
      };
    }

    private HandshakeStep<AcceptorState> onName(PeerNode peer) {
      Set<DistributionFlag> missing = DistributionFlag.missing(peer.flags());
      if (!missing.isEmpty()) {
        return refuse(HandshakeFailure.INCOMPATIBLE_VERSION, "the initiator lacks " + missing);
      }
      if (DistributionFlag.NAME_ME.in(peer.flags())) {
        return refuse(HandshakeFailure.NOT_ALLOWED, "the initiator asked for a dynamic name");
      }
      int at = peer.name().indexOf('@');
      if (at < 1 || at == peer.name().length() - 1) {
        return refuse(HandshakeFailure.PROTOCOL_ERROR, "the initiator's name is not basename@host");
      }
      if (peer.name().equals(local.name())) {
        return ownName(peer);
      }
      Verdict verdict = admission.decide(peer);
      Status status = new Status(verdict.word);
      return switch (verdict) {
        case OK, OK_SIMULTANEOUS -> {
          Challenge ours = introduction(local, challenge);
          yield new HandshakeStep.Next<>(
              List.of(status, ours), new AwaitReply(local, peer, challenge));
        }
        case ALIVE ->
            new HandshakeStep.Next<>(List.of(status), new AwaitAliveReply(local, peer, challenge));
        case NOK -> new HandshakeStep.Yielded<>(List.of(status), "this node's own dial wins");
        case NOT_ALLOWED ->
            refuse(HandshakeFailure.NOT_ALLOWED, "this node refuses " + peer.name());
      };
    }

    /** Ends it with an introduction, so that the initiator learns whom it has dialled. */
    private HandshakeStep<AcceptorState> ownName(PeerNode peer) {
      HandshakeFailure failure = local.metOwnName(peer.creation());
      return new HandshakeStep.Failed<>(
          List.of(new Status(Word.OK), introduction(local, challenge)),
          failure,
          failure == HandshakeFailure.OWN_NODE
              ? "this node has dialled itself"
              : "another node calls itself " + peer.name() + ", as this node does");
    }

    private static HandshakeStep<AcceptorState> refuse(HandshakeFailure failure, String detail) {
      return new HandshakeStep.Failed<>(List.of(new Status(Word.NOT_ALLOWED)), failure, detail);
    }

    @Override
    public HandshakeStep<AcceptorState> endOfStream() {
      // A probe of the port, or a dial that made way for one of this node before it began.
      return new HandshakeStep.Yielded<>(List.of(), "nobody introduced itself");
    }
  }

  /** The initiator was told that a link of its name is alive. */
  record AwaitAliveReply(LocalNode local, PeerNode peer, int challenge) implements AcceptorState {

    @Override
    public HandshakeStep<AcceptorState> receive(FromInitiator message) {
      return switch (message) {
        case Status(Word word) when word == Word.TRUE ->
            new HandshakeStep.Next<>(
                List.of(introduction(local, challenge)), new AwaitReply(local, peer, challenge));
        case Status(Word word) when word == Word.FALSE ->
            new HandshakeStep.Yielded<>(List.of(), "the initiator keeps the link that it has");
        case Status _, SendName _, ChallengeReply _ ->
            HandshakeStep.unexpected(message, "an answer to alive");
      };
    }

    @Override
    public HandshakeStep<AcceptorState> endOfStream() {
      return new HandshakeStep.Yielded<>(
          List.of(), "the initiator gives up its dial for the link that it has");
    }
  }

  /** The challenge is sent; next the initiator's proof. */
  record AwaitReply(LocalNode local, PeerNode peer, int challenge) implements AcceptorState {

    @Override
    public HandshakeStep<AcceptorState> receive(FromInitiator message) {
      return switch (message) {
        case ChallengeReply(int theirs, Digest digest) -> {
          Optional<Secret> proven = local.provenBy(digest, challenge);
          if (proven.isEmpty()) {
            yield HandshakeStep.failed( // no proof of ours to one that has none
                HandshakeFailure.COOKIE_MISMATCH,
                local.secret().mismatch("the initiator's proof of the cookie is wrong"));
          }
          yield local.challenges().isPending(theirs)
              ? HandshakeStep.reflected()
              : new HandshakeStep.Done<>(
                  List.of(new ChallengeAck(proven.get().answer(theirs))), peer);
        }
        case SendName _, Status _ -> HandshakeStep.unexpected(message, "a proof of the cookie");
      };
    }

    @Override
    public HandshakeStep<AcceptorState> endOfStream() {
      return HandshakeStep.failed(
          HandshakeFailure.PROTOCOL_ERROR, "the initiator closed instead of a proof of the cookie");
    }
  }

  private static Challenge introduction(LocalNode local, int challenge) {
    return new Challenge(local.flags(), challenge, local.creation(), local.name());
  }
}
