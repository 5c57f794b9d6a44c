package io.nessiecluster.distribution.handshake;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The own node, as it introduces itself. A handshake that has begun goes on with the one that it
 * began with.
 *
 * @param name {@code basename@host}
 * @param flags the {@link DistributionFlag}s that it advertises
 * @param creation its incarnation, unsigned
 * @param secret the cookie that both sides prove
 * @param former the cookie of before, which one who dials may prove as well
 * @param challenges the own ones that are pending, which no peer may send back
 */
public record LocalNode(
    String name,
    long flags,
    int creation,
    Secret secret,
    Optional<Secret> former,
    OwnChallenges challenges) {

  /** A node that has issued no challenge yet. */
  public LocalNode(String name, long flags, int creation, Secret secret) {
    this(name, flags, creation, secret, Optional.empty(), new OwnChallenges());
  }

  /** The same node by another cookie; its challenges are still its own. */
  public LocalNode with(Secret next, Optional<Secret> before) {
    return new LocalNode(name, flags, creation, next, before, challenges);
  }

  /** By which of its cookies a peer that dials has answered a challenge; empty = by none. */
  Optional<Secret> provenBy(Digest answer, int challenge) {
    return Stream.concat(Stream.of(secret), former.stream())
        .filter(known -> answer.equals(known.answer(challenge)))
        .findFirst();
  }

  /** What it means to meet a node of the own name; its incarnation tells. */
  HandshakeFailure metOwnName(int itsCreation) {
    return itsCreation == creation
        ? HandshakeFailure.OWN_NODE
        : HandshakeFailure.DUPLICATE_OWN_NAME;
  }
}
