package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;

/**
 * What a node has to do with one peer: nothing, an own dial, or the link; never a dial and a link.
 * Immutable and free of effects: whoever holds it closes, wakes and tells what a transition asks
 * for. Beside that, it counts the handshakes of the peer's dials that were told to go on.
 */
sealed interface PeerState {

  /** What is answered to a dial of the peer, and what is known of it then. */
  record Decision(Verdict verdict, PeerState next) {}

  /** Handshakes of the peer's dials that were told to go on. */
  int inbound();

  /** The same with another number of handshakes. */
  PeerState withInbound(int number);

  /** What to answer to a dial of the peer, by the own name's being greater or not. */
  Decision decide(CrossingRule rule, boolean greater);

  /** The handshake of a dial that was told to go on has ended, one way or the other. */
  default PeerState inboundEnded() {
    if (inbound() == 0) {
      throw new IllegalStateException("no handshake is under way");
    }
    return withInbound(inbound() - 1);
  }

  /** A dial of the peer has proven the cookie: its link takes the place of whatever there is. */
  default Linked linked(DistributionConnection link) {
    return new Linked(link, inbound());
  }

  /** Nothing but, perhaps, handshakes of the peer. */
  record Apart(int inbound) implements PeerState {

    @Override
    public Apart withInbound(int number) {
      return new Apart(number);
    }

    @Override
    public Decision decide(CrossingRule rule, boolean greater) {
      return new Decision(Verdict.OK, withInbound(inbound + 1));
    }

    /**
     * Begins a dial, for one caller.
     *
     * @param awaited whether a handshake is under way that may bring the link
     */
    Dialling dial(Dial dial, boolean awaited) {
      return new Dialling(
          dial, awaited ? new DialState.Waiting() : new DialState.Fresh(), 1, inbound);
    }

    /** Nothing is known that must be remembered. */
    boolean isEmpty() {
      return inbound == 0;
    }
  }

  /**
   * An own dial is under way.
   *
   * @param state how it stands to the dials of the peer
   * @param waiters callers that want its outcome
   */
  record Dialling(Dial dial, DialState state, int waiters, int inbound) implements PeerState {

    @Override
    public Dialling withInbound(int number) {
      return new Dialling(dial, state, waiters, number);
    }

    Dialling withState(DialState next) {
      return new Dialling(dial, next, waiters, inbound);
    }

    @Override
    public Decision decide(CrossingRule rule, boolean greater) {
      DialState.Crossing crossing = rule.decide(state, greater);
      Dialling next = withState(crossing.own());
      return new Decision(
          crossing.verdict(),
          crossing.verdict() == Verdict.NOK ? next : next.withInbound(inbound + 1));
    }

    /** The attempt under way. */
    DialState.Attempt attempt() {
      return switch (state) {
        case DialState.Attempt attempt -> attempt;
        case DialState.HoldingBack _ ->
            throw new IllegalStateException("a dial that waits makes no attempt: " + state);
      };
    }

    /** The waiting of a dial that makes no attempt. */
    DialState.HoldingBack holdingBack() {
      return switch (state) {
        case DialState.HoldingBack waiting -> waiting;
        case DialState.Attempt _ ->
            throw new IllegalStateException("a dial in its attempt does not wait: " + state);
      };
    }

    /** Whether a handshake of the peer goes first, so that the attempt makes no link. */
    boolean hasYielded() {
      return state instanceof DialState.Yielded;
    }

    /** One more caller wants the outcome. */
    Dialling joined() {
      return new Dialling(dial, state, waiters + 1, inbound);
    }

    /** One caller does not want it any more; the last one ends the dial. */
    PeerState left() {
      return waiters == 1 ? ended() : new Dialling(dial, state, waiters - 1, inbound);
    }

    /** The dial has ended without a link. */
    Apart ended() {
      return new Apart(inbound);
    }
  }

  /** The link is up. */
  record Linked(DistributionConnection link, int inbound) implements PeerState {

    @Override
    public Linked withInbound(int number) {
      return new Linked(link, number);
    }

    @Override
    public Decision decide(CrossingRule rule, boolean greater) {
      return new Decision(Verdict.ALIVE, withInbound(inbound + 1));
    }

    /** The link is lost. */
    Apart lost() {
      return new Apart(inbound);
    }
  }
}
