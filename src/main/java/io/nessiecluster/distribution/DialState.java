package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How an own dial stands to the dials of its peer. Immutable; what can happen to a dial exists only
 * on the states in which it can.
 *
 * <table>
 * <caption>What the peer's dial is answered, what the own one becomes, and how that goes on</caption>
 * <tr><th>state</th><th>the peer dials, own name greater</th><th>the peer dials, own name less</th>
 *   <th>it goes on</th></tr>
 * <tr><td>{@link Fresh}</td><td>ok, Waiting</td><td>ok, Waiting</td><td>at once: Approaching</td>
 *   </tr>
 * <tr><td>{@link Waiting}</td><td>nok</td><td>ok</td>
 *   <td>no handshake of the peer is left: Approaching; time is up: Insisting</td></tr>
 * <tr><td>{@link Approaching}</td><td>ok, Yielded</td><td>ok, Yielded</td>
 *   <td>introduces itself: Introduced</td></tr>
 * <tr><td>{@link Yielded}</td><td>nok</td><td>ok</td><td>the attempt has ended: Expecting</td></tr>
 * <tr><td>{@link Introduced}</td><td>nok</td><td>ok_simultaneous</td>
 *   <td>the peer's dial goes first: Expecting</td></tr>
 * <tr><td>{@link Expecting}</td><td>nok</td><td>ok; if it insists, ok_simultaneous</td>
 *   <td>time is up: Insisting</td></tr>
 * <tr><td>{@link Insisting}</td><td>nok</td><td>ok_simultaneous</td>
 *   <td>the peer's dial goes first: Expecting, and insists</td></tr>
 * </table>
 *
 * <p>From any state a dial ends by its link, its failure, or the last caller's leaving; then it has
 * no state here any more.
 *
 * <p>Anyone can claim a name. So a name alone holds a dial back once, and ends no attempt of which
 * the peer knows: if the peer's dial is to win, the peer says {@code nok} to the own one, or proves
 * the cookie. And the greater name lets one handshake go before its dial, not two: the second might
 * be the peer's, under way still when the dial insists, and each side would end its own dial for
 * the other's.
 *
 * <p>Source: ERTS User's Guide, <i>Distribution Protocol</i>, status messages; {@code net_kernel}
 * and {@code dist_util} of OTP.
 */
sealed interface DialState {

  /** The answer to a dial of the peer, and what becomes of the own one. */
  record Crossing(Verdict verdict, DialState own) {}

  /**
   * The peer has introduced itself; its cookie is not proven.
   *
   * @param greater whether the own name is the greater one
   */
  Crossing meet(boolean greater);

  /** The dial waits: a dial of the peer may yet bring the link. */
  sealed interface HoldingBack extends DialState {

    /**
     * Whether the waiting is over.
     *
     * @param inbound handshakes of the peer's dials under way
     * @param timeUp whether it has waited for as long as it may
     * @return the attempt to make now, or null to wait on
     */
    @Nullable Attempt next(int inbound, boolean timeUp);
  }

  /** The dial looks up, connects or shakes hands. */
  sealed interface Attempt extends DialState {

    /** The attempt is connected and about to send the own name; Yielded if it must not. */
    default Attempt introduce() {
      return this;
    }

    /** The attempt has ended without a link, as the peer's dial goes first. */
    default Expecting makeWay() {
      return new Expecting(false);
    }
  }

  /** Just begun, and nothing of the peer is under way. */
  record Fresh() implements HoldingBack {

    @Override
    public Crossing meet(boolean greater) {
      return new Crossing(Verdict.OK, new Waiting());
    }

    @Override
    public Attempt next(int inbound, boolean timeUp) {
      return new Approaching();
    }
  }

  /** Begun while a handshake of the peer is under way, which may bring the link. */
  record Waiting() implements HoldingBack {

    @Override
    public Crossing meet(boolean greater) {
      return new Crossing(greater ? Verdict.NOK : Verdict.OK, this);
    }

    @Override
    public @Nullable Attempt next(int inbound, boolean timeUp) {
      if (inbound == 0) {
        return new Approaching();
      }
      return timeUp ? new Insisting() : null;
    }
  }

  /** On the way to the peer, which does not know of it: makes way whatever the names. */
  record Approaching() implements Attempt {

    @Override
    public Crossing meet(boolean greater) {
      return new Crossing(Verdict.OK, new Yielded());
    }

    @Override
    public Attempt introduce() {
      return new Introduced();
    }
  }

  /** A handshake of the peer goes first; the attempt is about to end. */
  record Yielded() implements Attempt {

    @Override
    public Crossing meet(boolean greater) {
      return new Crossing(greater ? Verdict.NOK : Verdict.OK, this);
    }
  }

  /** The peer knows, or is about to know, of the dial: the greater name's goes first. */
  record Introduced() implements Attempt {

    @Override
    public Crossing meet(boolean greater) {
      return new Crossing(greater ? Verdict.NOK : Verdict.OK_SIMULTANEOUS, this);
    }
  }

  /**
   * Waits for the peer's dial, which was to go first.
   *
   * @param insists whether the dial has waited in vain before
   */
  record Expecting(boolean insists) implements HoldingBack {

    @Override
    public Crossing meet(boolean greater) {
      Verdict less = insists ? Verdict.OK_SIMULTANEOUS : Verdict.OK;
      return new Crossing(greater ? Verdict.NOK : less, this);
    }

    @Override
    public @Nullable Attempt next(int inbound, boolean timeUp) {
      return timeUp ? new Insisting() : null;
    }
  }

  /** Waited in vain, and tries itself: not held back again. */
  record Insisting() implements Attempt {

    @Override
    public Crossing meet(boolean greater) {
      return new Crossing(greater ? Verdict.NOK : Verdict.OK_SIMULTANEOUS, this);
    }

    @Override
    public Expecting makeWay() {
      return new Expecting(true);
    }
  }
}
