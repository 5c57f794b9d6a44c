package io.nessiecluster.distribution.handshake;

/**
 * The own node, as it introduces itself.
 *
 * @param name {@code basename@host}
 * @param flags the {@link DistributionFlag}s that it advertises
 * @param creation its incarnation, unsigned
 * @param secret the cookie that both sides prove
 */
public record LocalNode(String name, long flags, int creation, Secret secret) {}
