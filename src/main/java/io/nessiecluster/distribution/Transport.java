package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.HandshakeException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What carries the bytes of links: TCP as it is ({@code -proto_dist inet_tcp} of a BEAM), or TLS
 * over it ({@code -proto_dist inet_tls}). All nodes of a cluster use the same. EPMD is always
 * plain.
 */
public abstract sealed class Transport permits PlainTransport, TlsTransport {

  Transport() {}

  /** Plain TCP. */
  public static Transport plain() {
    return new PlainTransport();
  }

  /** TLS, in both directions. */
  public static Transport tls(TlsSettings settings) {
    return new TlsTransport(settings);
  }

  /**
   * The stream to a node that was dialled.
   *
   * @param host the address in the node's name, which its certificate must bear
   * @throws HandshakeException when the two agree on no TLS session; typed {@code TLS_FAILURE}
   * @throws SocketTimeoutException when the deadline passes
   */
  abstract ByteStream initiate(Socket socket, String host, Deadline deadline)
      throws IOException, HandshakeException;

  /**
   * The stream to one who dialled; null when that one closed without a word, as probes of a port
   * do.
   *
   * @throws HandshakeException when the two agree on no TLS session; typed {@code TLS_FAILURE}
   * @throws SocketTimeoutException when the deadline passes
   */
  abstract @Nullable ByteStream accept(Socket socket, Deadline deadline)
      throws IOException, HandshakeException;
}
