/**
 * The distribution handshake, version 6, as pure code: one record per wire message, a codec over
 * {@link java.nio.ByteBuffer}, and the initiator and the acceptor as state machines without
 * sockets. Start reading at {@link io.nessiecluster.distribution.handshake.Handshake}.
 *
 * <p>May come in: states and messages of the handshake. May not: sockets, time, and the decision
 * between dials that cross, which are handed in.
 *
 * <p>Source: ERTS User's Guide, <i>Distribution Protocol</i>, section "Protocol between Connected
 * Nodes / Distribution Handshake".
 */
@NullMarked
package io.nessiecluster.distribution.handshake;

import org.jspecify.annotations.NullMarked;
