/**
 * What is done: a round looks names up, dials, and tells the state; one after the other, by the
 * timer or by hand. Start reading at {@link io.nessiecluster.cluster.round.DnsCluster}, how a
 * cluster is discovered, and {@link io.nessiecluster.cluster.round.Discovery}, which does it.
 *
 * <p>May come in: what acts, or decides when. May not: what is remembered ({@code state}), and any
 * knowledge of DNS messages or Erlang, which come by the ports of {@code cluster}.
 */
@NullMarked
package io.nessiecluster.cluster.round;

import org.jspecify.annotations.NullMarked;
