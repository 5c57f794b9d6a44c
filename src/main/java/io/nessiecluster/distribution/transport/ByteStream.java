package io.nessiecluster.distribution.transport;

import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * The bytes to and from a peer, as they are on the socket or through TLS.
 *
 * @param socket the TCP socket beneath, which bounds reads in time and ends everything when closed
 * @param session of TLS, where that is in between
 */
public record ByteStream(
    Socket socket, InputStream in, OutputStream out, Optional<SSLSession> session)
    implements Closeable {

  public static ByteStream plain(Socket socket) throws IOException {
    return new ByteStream(
        socket, socket.getInputStream(), socket.getOutputStream(), Optional.empty());
  }

  /** The stream of a TLS session that has been agreed upon over {@code socket}. */
  public static ByteStream tls(Socket socket, SSLSocket session) throws IOException {
    return new ByteStream(
        socket,
        session.getInputStream(),
        session.getOutputStream(),
        Optional.of(session.getSession()));
  }

  /** Whether TLS is in between: then lengths in the handshake have 32 bits instead of 16. */
  public boolean tls() {
    return session.isPresent();
  }

  /** What the peer's certificate bears, none when it has shown none; empty without TLS. */
  public Optional<CertificateNames> certificate() {
    return session.map(CertificateNames::of);
  }

  /** How many bytes the length of a handshake packet has. */
  public int lengthBytes() {
    return tls() ? Integer.BYTES : Short.BYTES;
  }

  /** A message of the handshake with its length in front, ready to be written. */
  public byte[] packet(HandshakeMessage message) {
    if (!tls()) {
      return HandshakeCodec.packet(message);
    }
    byte[] payload = HandshakeCodec.encode(message);
    return ByteBuffer.allocate(Integer.BYTES + payload.length)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  /** Closes the socket without TLS's farewell, which would wait for a peer that does not read. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
