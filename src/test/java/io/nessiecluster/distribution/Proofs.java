package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.Digest;

/** What a cookie, which has no equality, proves: one challenge answered. */
public final class Proofs {

  private Proofs() {}

  /** The answer of a node's cookie to a certain challenge. */
  public static Digest of(NodeSettings settings) {
    return settings.cookie().secret().answer(7);
  }
}
