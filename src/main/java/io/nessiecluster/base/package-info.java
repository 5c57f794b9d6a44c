/**
 * What every room may use and none is about: a {@link io.nessiecluster.base.Deadline} on a nano
 * source, a {@link io.nessiecluster.base.Backoff}, a loop that must not end ({@link
 * io.nessiecluster.base.EternalLoop}), tasks one at a time ({@link
 * io.nessiecluster.base.SerialExecutor}). Plain Java over time and threads that are handed in.
 * Start reading at {@link io.nessiecluster.base.EternalLoop}.
 *
 * <p>May come in: what two rooms of the house would otherwise write twice, in a class of a screen.
 * May not: anything of discovery, Erlang, DNS or HTTP; it sees no other room.
 */
@NullMarked
package io.nessiecluster.base;

import org.jspecify.annotations.NullMarked;
