package io.nessiecluster.distribution.handshake;

/**
 * The own node, as it introduces itself.
 *
 * @param name {@code basename@host}
 * @param flags the {@link DistributionFlag}s that it advertises
 * @param creation its incarnation, unsigned
 * @param secret the cookie that both sides prove
 * @param challenges the own ones that are pending, which no peer may send back
 */
public record LocalNode(
    String name, long flags, int creation, Secret secret, OwnChallenges challenges) {

  /** A node that has issued no challenge yet. */
  public LocalNode(String name, long flags, int creation, Secret secret) {
    this(name, flags, creation, secret, new OwnChallenges());
  }

  /** What it means to meet a node of the own name; its incarnation tells. */
  HandshakeFailure metOwnName(int itsCreation) {
    return itsCreation == creation
        ? HandshakeFailure.OWN_NODE
        : HandshakeFailure.DUPLICATE_OWN_NAME;
  }
}
