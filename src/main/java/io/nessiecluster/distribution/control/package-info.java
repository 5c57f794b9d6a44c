/**
 * Control messages, and what a node without processes answers to them. Pure: a frame in, frames
 * out. Start reading at {@link io.nessiecluster.distribution.control.ControlHandler}.
 *
 * <p>May come in: messages of the protocol between connected nodes, made of terms ({@code etf}).
 * May not: sockets, threads, time; and nothing that a peer sends is ever executed. Seen by {@code
 * distribution} and {@code call} alone.
 */
@NullMarked
package io.nessiecluster.distribution.control;

import org.jspecify.annotations.NullMarked;
