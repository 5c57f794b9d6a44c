package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.HandshakeException;
import java.io.IOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Makes the stream of a link from a connected socket. */
public sealed interface Carrier permits PlainCarrier, TlsCarrier {

  /**
   * The stream to a node that was dialled.
   *
   * @param host the address in the node's name, which its certificate must bear
   * @throws HandshakeException when the two agree on no TLS session; typed {@code TLS_FAILURE}, or
   *     {@code CLOSED_IN_HANDSHAKE} when the peer says nothing at all
   * @throws java.net.SocketTimeoutException when the deadline passes
   */
  ByteStream initiate(Socket socket, String host, Deadline deadline)
      throws IOException, HandshakeException;

  /**
   * The stream to a node of which only the address is known. Its certificate must be trusted; whose
   * it is can be judged when the node has told its name, by a {@link ToldNameCheck}, and must be
   * before it is trusted with anything.
   *
   * @param address that was dialled
   * @throws HandshakeException as {@link #initiate}
   * @throws java.net.SocketTimeoutException when the deadline passes
   */
  ByteStream meet(Socket socket, String address, Deadline deadline)
      throws IOException, HandshakeException;

  /**
   * The stream to one who dialled; null when that one closed without a word, as probes of a port
   * do.
   *
   * @throws HandshakeException when the two agree on no TLS session; typed {@code TLS_FAILURE}
   * @throws java.net.SocketTimeoutException when the deadline passes
   */
  @Nullable ByteStream accept(Socket socket, Deadline deadline)
      throws IOException, HandshakeException;
}
