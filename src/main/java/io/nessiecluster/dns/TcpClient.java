package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * DNS over TCP (RFC 1035, section 4.2.2) with a connection for each question. dnsjava's own client
 * keeps connections: one that went mute, as when the pod behind the DNS Service is gone, would fail
 * every later answer that does not fit into UDP.
 */
final class TcpClient implements DnsClient {

  private static final int LENGTH_BYTES = 2;

  private final Socket socket;

  private TcpClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a server. */
  static TcpClient open(DnsServer server, Deadline end) throws IOException {
    SocketChannel channel = SocketChannel.open(); // of a channel, so that an interrupt closes it
    try {
      channel
          .socket()
          .connect(new InetSocketAddress(server.address(), server.port()), millisLeft(end));
      return new TcpClient(channel.socket());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    // in one segment (RFC 7766, section 8); a fresh connection takes it without blocking
    ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + message.length);
    frame.putShort((short) message.length).put(message);
    socket.getOutputStream().write(frame.array());
  }

  @Override
  public byte[] receive(Deadline end) throws IOException {
    return read(Short.toUnsignedInt(ByteBuffer.wrap(read(LENGTH_BYTES, end)).getShort()), end);
  }

  /** Reads so many bytes, at most 65,535, however few come at a time. */
  private byte[] read(int length, Deadline end) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] bytes = new byte[length];
    int have = 0;
    while (have < length) {
      socket.setSoTimeout(millisLeft(end));
      int read = in.read(bytes, have, length - have);
      if (read < 0) {
        throw new EOFException("it closed the TCP connection after " + have + " bytes");
      }
      have += read;
    }
    return bytes;
  }

  private static int millisLeft(Deadline end) throws SocketTimeoutException {
    int left = end.millisLeft();
    if (left == 0) { // to a socket it would mean for ever
      throw new SocketTimeoutException();
    }
    return left;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
