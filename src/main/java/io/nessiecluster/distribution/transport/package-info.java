/**
 * Bytes: plain or through TLS, read as frames and written from a bounded queue; and the handshake
 * driven over them. Start reading at {@link io.nessiecluster.distribution.transport.Carrier}, which
 * makes a {@link io.nessiecluster.distribution.transport.ByteStream} of a socket.
 *
 * <p>May come in: what reads, writes and closes sockets of links. May not: what the bytes mean.
 * Seen by {@code distribution} alone.
 */
@NullMarked
package io.nessiecluster.distribution.transport;

import org.jspecify.annotations.NullMarked;
