/**
 * The domain, in plain Java: the words that all rooms speak. Start reading at {@link
 * io.nessiecluster.cluster.Resolver}, the port through which the world is reached, and {@link
 * io.nessiecluster.cluster.ClusterEvent}, what is told of it.
 *
 * <p>May come in: immutable values and ports of discovery, of the JDK and JSpecify alone. May not:
 * state, threads, or any adapter. What is known lives in {@code state}, what is done in {@code
 * round}, who listens in {@code feed}:
 *
 * <pre>{@code round → state → cluster ← feed}</pre>
 */
@NullMarked
package io.nessiecluster.cluster;

import org.jspecify.annotations.NullMarked;
