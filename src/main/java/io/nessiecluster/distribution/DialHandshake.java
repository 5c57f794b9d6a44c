package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.PeerCheck;
import io.nessiecluster.distribution.handshake.PeerNode;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the handshake of a dial begins, and what its end means for the dial; the messages in between,
 * and the waiting for them, are the caller's. One for each attempt.
 */
final class DialHandshake {

  /** What an attempt came to. */
  sealed interface End {
    /** The link is in place; it has not begun to read and write. */
    record Up(DistributionConnection link) implements End {}

    /** The node at the target is one that is linked already; the attempt's stream is for nobody. */
    record Met(DistributionConnection link) implements End {}

    /** A dial of the peer goes first. */
    record MadeWay() implements End {}

    record Failed(HandshakeFailure failure, String detail) implements End {}
  }

  private final LinkTable table;
  private final LocalNode local;
  private final Dial dial;
  private @Nullable TargetCheck check;

  DialHandshake(LinkTable table, LocalNode local, Dial dial) {
    this.table = table;
    this.local = local;
    this.dial = dial;
  }

  /**
   * The first step on a connected stream; null when the dial must not introduce itself.
   *
   * @param challenge from a secure random source
   * @param carried what the stream lets one say of the node there, whatever its name
   */
  @Nullable HandshakeStep<InitiatorState> begin(int challenge, PeerCheck carried) {
    dial.displaces(false);
    dial.told(null);
    return table.introduce(dial)
        ? Handshake.initiate(local, carried.and(ofName()), challenge, this::onAlive)
        : null;
  }

  private PeerCheck ofName() {
    Target target = dial.target();
    check = target == null ? null : new TargetCheck(table, dial, target);
    return check == null ? PeerCheck.named(dial.peer.text()) : check;
  }

  /**
   * The peer holds a link of this node's name: whether this node does, too. Of the node at a target
   * that is seen when it has told its name.
   */
  private boolean onAlive() {
    boolean linked = dial.target() == null && table.isLinked(dial.peer.text());
    dial.displaces(!linked);
    return linked;
  }

  /**
   * The last step.
   *
   * @param links makes the link to a peer that has proven the cookie
   */
  End end(HandshakeStep<InitiatorState> last, Function<PeerNode, DistributionConnection> links) {
    return switch (last) {
      case HandshakeStep.Done<InitiatorState>(List<HandshakeMessage> _, PeerNode peer) -> {
        DistributionConnection link = links.apply(peer);
        link.displaces(dial.displaces());
        yield switch (table.admit(link, dial)) {
          case Entry.InPlace _ -> new End.Up(link);
          case Entry.None _ -> new End.MadeWay();
          case Entry.Duplicate(DistributionConnection linked)
              when linked.creation() == peer.creation() && dial.cede(linked) ->
              new End.MadeWay(); // one node at two addresses, which has just dropped one link
          case Entry.Duplicate(DistributionConnection linked) ->
              new End.Failed(
                  HandshakeFailure.DUPLICATE_NAME,
                  "the node there calls itself " + TargetCheck.linked(linked));
        };
      }
      case HandshakeStep.Failed<InitiatorState>(
              List<HandshakeMessage> _,
              HandshakeFailure failure,
              String detail) -> {
        DistributionConnection met = check == null ? null : check.met();
        yield met == null ? failed(failure, detail) : new End.Met(met);
      }
      case HandshakeStep.Yielded<InitiatorState> _, HandshakeStep.Next<InitiatorState> _ ->
          new End.MadeWay();
    };
  }

  /** The attempt failed; unless a dial of the peer goes first. */
  End failed(HandshakeFailure failure, String detail) {
    if (table.hasYielded(dial) || cedes(failure)) {
      return new End.MadeWay();
    }
    return failure == HandshakeFailure.DUPLICATE_OWN_NAME && dial.target() != null
        ? new End.Failed(HandshakeFailure.FOREIGN_NAME, detail) // at a target any name may turn up
        : new End.Failed(failure, detail);
  }

  /**
   * Whether the peer may have hung up, or be about to drop the link that there is, as it is being
   * dialled at two of its addresses: then the dial waits for the other one to bring its link, or
   * for that link to end, and tries again; once.
   */
  private boolean cedes(HandshakeFailure failure) {
    return switch (failure) {
      case CLOSED_IN_HANDSHAKE, COOKIE_MISMATCH -> table.hasTwin(dial) && dial.cede(null);
      case DUPLICATE_NAME -> {
        DistributionConnection linked = check == null ? null : check.mayBeMet();
        yield linked != null && dial.cede(linked);
      }
      default -> false;
    };
  }
}
