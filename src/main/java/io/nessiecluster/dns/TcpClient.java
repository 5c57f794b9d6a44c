package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.io.TcpIoClient;

/**
 * DNS over TCP (RFC 1035, section 4.2.2) with a connection for each question. dnsjava's own client
 * keeps connections: one that went mute, as when the pod behind the DNS Service is gone, would fail
 * every later answer that does not fit into UDP. Blocks the thread that calls it.
 */
final class TcpClient implements TcpIoClient {

  private static final int LENGTH_BYTES = 2;

  private final LongSupplier nanoTime;

  TcpClient(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Connects, asks and reads the answer, all of it within the timeout; the future is done. */
  @Override
  public CompletableFuture<byte[]> sendAndReceiveTcp(
      @Nullable InetSocketAddress local,
      InetSocketAddress remote,
      Message query,
      byte[] data,
      Duration timeout) {
    Deadline end = Deadline.in(timeout, nanoTime);
    try (Socket socket = new Socket()) {
      socket.connect(remote, millisLeft(end));
      // in one segment (RFC 7766, section 8); a fresh connection takes it without blocking
      ByteBuffer frame = ByteBuffer.allocate(LENGTH_BYTES + data.length);
      frame.putShort((short) data.length).put(data);
      socket.getOutputStream().write(frame.array());
      int length = Short.toUnsignedInt(ByteBuffer.wrap(read(socket, LENGTH_BYTES, end)).getShort());
      return CompletableFuture.completedFuture(read(socket, length, end));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Reads so many bytes, at most 65,535, however few come at a time. */
  private static byte[] read(Socket socket, int length, Deadline end) throws IOException {
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
}
