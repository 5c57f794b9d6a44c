/**
 * Watching: members are asked for their views, sweep after sweep, and what follows from them is
 * remembered. Start reading at {@link io.nessiecluster.mesh.watch.MeshWatch}.
 *
 * <p>May come in: what asks, when, and what is kept of the answers. May not: judgements about one
 * moment, which are pure: {@code Mesh} and {@code check}.
 */
@NullMarked
package io.nessiecluster.mesh.watch;

import org.jspecify.annotations.NullMarked;
