package io.nessiecluster.distribution.handshake;

import java.util.Optional;

/**
 * Judges the node that an acceptor says it is, before this node gives its own proof of the cookie.
 * What is judged is a claim: its proof is still to come.
 */
@FunctionalInterface
public interface PeerCheck {

  /**
   * Why the handshake ends here.
   *
   * @param detail why, in one line
   */
  record Refusal(HandshakeFailure failure, String detail) {}

  /**
   * Why the handshake must not go on with this node; empty = it goes on. Asked once, and never of a
   * node that claims this node's own name.
   */
  Optional<Refusal> judge(PeerNode told);

  /** Any node will do. */
  static PeerCheck any() {
    return _ -> Optional.empty();
  }

  /** The node of this name, and no other. */
  static PeerCheck named(String name) {
    return new Named(name);
  }

  /** This check, and then, of a node that passes it, another one. */
  default PeerCheck and(PeerCheck next) {
    return told -> judge(told).or(() -> next.judge(told));
  }

  /** See {@link #named}. */
  record Named(String name) implements PeerCheck {
    @Override
    public Optional<Refusal> judge(PeerNode told) {
      return told.name().equals(name)
          ? Optional.empty()
          : Optional.of(
              new Refusal(HandshakeFailure.NAME_MISMATCH, "the node calls itself " + told.name()));
    }
  }
}
