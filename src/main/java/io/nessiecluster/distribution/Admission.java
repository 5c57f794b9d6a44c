package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import io.nessiecluster.distribution.handshake.PeerNode;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Asks the table about one dial of a peer, and tells it of the end of those that may go on. */
final class Admission implements AcceptorState.Admission {

  private final LinkTable table;
  private final InetAddress from;
  private @Nullable PeerKey awaited;

  Admission(LinkTable table, InetAddress from) {
    this.table = table;
    this.from = from;
  }

  @Override
  public Verdict decide(PeerNode peer) {
    Peers.Inbound inbound = table.decide(peer.name(), from);
    if (inbound.verdict() != Verdict.NOK && inbound.verdict() != Verdict.NOT_ALLOWED) {
      awaited = inbound.key();
    }
    return inbound.verdict();
  }

  /** The handshake has ended, one way or the other. */
  void end() {
    PeerKey key = awaited;
    if (key != null) {
      table.inboundEnded(key);
    }
  }
}
