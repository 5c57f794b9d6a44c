/**
 * What is known: of every node, of the DNS, of the last rounds. Start reading at {@link
 * io.nessiecluster.cluster.state.ClusterState}, the one owner of it all, whose changes are short
 * and whose readers get an immutable {@link io.nessiecluster.cluster.state.DiscoverySnapshot}.
 *
 * <p>May come in: what is remembered, and what follows from it. May not: whatever waits for the
 * network, and whoever decides what to do next; that is {@code round}.
 */
@NullMarked
package io.nessiecluster.cluster.state;

import org.jspecify.annotations.NullMarked;
