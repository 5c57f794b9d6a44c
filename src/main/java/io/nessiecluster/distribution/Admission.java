package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import io.nessiecluster.distribution.handshake.PeerNode;

/** Asks the table about one dial of a peer, and tells it of the end of those that may go on. */
final class Admission implements AcceptorState.Admission {

  private final LinkTable table;
  private String awaited = "";

  Admission(LinkTable table) {
    this.table = table;
  }

  @Override
  public Verdict decide(PeerNode peer) {
    Verdict verdict = table.decide(peer.name());
    if (verdict != Verdict.NOK && verdict != Verdict.NOT_ALLOWED) {
      awaited = peer.name();
    }
    return verdict;
  }

  /** The handshake has ended, one way or the other. */
  void end() {
    if (!awaited.isEmpty()) {
      table.inboundEnded(awaited);
    }
  }
}
