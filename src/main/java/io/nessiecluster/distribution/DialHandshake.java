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
 * and the waiting for them, are the caller's.
 */
record DialHandshake(LinkTable table, LocalNode local, Dial dial) {

  /** What an attempt came to. */
  sealed interface End {
    /** The link is in place; it has not begun to read and write. */
    record Up(DistributionConnection link) implements End {}

    /** A dial of the peer goes first. */
    record MadeWay() implements End {}

    record Failed(HandshakeFailure failure, String detail) implements End {}
  }

  /**
   * The first step on a connected stream; null when the dial must not introduce itself.
   *
   * @param challenge from a secure random source
   * @param carried what the stream lets one say of the node there, whatever its name
   */
  @Nullable HandshakeStep<InitiatorState> begin(int challenge, PeerCheck carried) {
    dial.displaces(false);
    PeerCheck check = carried.and(PeerCheck.named(dial.peer.text()));
    return table.introduce(dial)
        ? Handshake.initiate(local, check, challenge, this::onAlive)
        : null;
  }

  /** The peer holds a link of this node's name: whether this node does, too. */
  private boolean onAlive() {
    boolean linked = table.isLinked(dial.peer.text());
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
        yield table.admit(link, dial) ? new End.Up(link) : new End.MadeWay();
      }
      case HandshakeStep.Failed<InitiatorState>(
              List<HandshakeMessage> _,
              HandshakeFailure failure,
              String detail) ->
          failed(failure, detail);
      case HandshakeStep.Yielded<InitiatorState> _, HandshakeStep.Next<InitiatorState> _ ->
          new End.MadeWay();
    };
  }

  /** The attempt failed; unless a dial of the peer goes first. */
  End failed(HandshakeFailure failure, String detail) {
    return table.hasYielded(dial) ? new End.MadeWay() : new End.Failed(failure, detail);
  }
}
