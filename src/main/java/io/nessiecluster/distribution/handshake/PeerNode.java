package io.nessiecluster.distribution.handshake;

/**
 * A node as it introduced itself.
 *
 * @param name {@code basename@host}
 * @param flags its {@link DistributionFlag}s
 * @param creation its incarnation, unsigned
 */
public record PeerNode(String name, long flags, int creation) {
  /** Whether the node keeps out of the cluster's {@code nodes()}. */
  public boolean hidden() {
    return !DistributionFlag.PUBLISHED.in(flags);
  }
}
