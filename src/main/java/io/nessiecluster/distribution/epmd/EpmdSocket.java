package io.nessiecluster.distribution.epmd;

import io.nessiecluster.base.Deadline;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection to EPMD whose every step ends by one deadline. It rests on a channel, since that is
 * what an interrupt ends on any kind of thread.
 */
final class EpmdSocket implements AutoCloseable {

  /** What to do with a connection. */
  @FunctionalInterface
  interface Exchange<T> {
    T on(EpmdSocket socket) throws IOException, EpmdException, EpmdProtocolException;
  }

  /** How to read a message; throws {@link EpmdProtocolException.Truncated} to get more bytes. */
  @FunctionalInterface
  interface Decoder<T> {
    T decode(ByteBuffer message) throws EpmdProtocolException;
  }

  private static final int MAX_IDLE_BYTES = 1 << 10; // an EPMD has nothing to say

  private final SocketChannel channel;
  private final InetSocketAddress peer;
  private final Deadline deadline;

  private EpmdSocket(SocketChannel channel, InetSocketAddress peer, Deadline deadline) {
    this.channel = channel;
    this.peer = peer;
    this.deadline = deadline;
  }

  /** Connects, does the exchange, and closes. */
  static <T> T calling(InetAddress host, int port, Deadline deadline, Exchange<T> exchange)
      throws EpmdException, InterruptedException {
    return keeping(
        host,
        port,
        deadline,
        socket -> {
          try (socket) {
            return exchange.on(socket);
          }
        });
  }

  /** Connects and does the exchange; closes unless that returns. */
  static <T> T keeping(InetAddress host, int port, Deadline deadline, Exchange<T> exchange)
      throws EpmdException, InterruptedException {
    InetSocketAddress peer = new InetSocketAddress(host, port);
    EpmdSocket open = null;
    boolean done = false;
    try {
      open = new EpmdSocket(channel(peer), peer, deadline);
      open.channel.socket().connect(peer, open.millisLeft());
      T result = exchange.on(open);
      done = true;
      return result;
    } catch (IOException | EpmdProtocolException e) {
      if (Thread.interrupted()) { // which has closed the channel
        throw new InterruptedException("interrupted while asking EPMD");
      }
      throw fault(e, peer);
    } finally {
      if (open != null && !done) {
        open.close();
      }
    }
  }

  /**
   * A channel to be connected.
   *
   * @throws EpmdException when there is none to be had here
   */
  static SocketChannel channel(InetSocketAddress epmd) throws EpmdException {
    try {
      return epmd.getAddress() instanceof Inet4Address
          ? SocketChannel.open(StandardProtocolFamily.INET) // an IPv6 one has more to be set
          : SocketChannel.open();
    } catch (IOException e) { // nothing has gone out yet: it lacks here, not there
      throw failure(
          EpmdException.Reason.OUT_OF_RESOURCES, epmd, "was not asked: " + e.getMessage());
    }
  }

  /** What became of a question that ended by {@code fault}. */
  static EpmdException fault(Exception fault, InetSocketAddress epmd) {
    return switch (fault) {
      case SocketTimeoutException _ ->
          failure(EpmdException.Reason.TIMEOUT, epmd, "did not answer in time");
      case EpmdProtocolException _ ->
          failure(
              EpmdException.Reason.PROTOCOL_ERROR, epmd, "sent no answer: " + fault.getMessage());
      default ->
          failure(EpmdException.Reason.UNREACHABLE, epmd, "is unreachable: " + fault.getMessage());
    };
  }

  /** Writes a message, so short that it fits the empty buffers of a new connection. */
  void send(ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  /** Reads one message of at most {@code limit} bytes, as many as {@code decoder} asks for. */
  <T> T receive(int limit, Decoder<T> decoder) throws IOException, EpmdProtocolException {
    ByteBuffer message = ByteBuffer.allocate(limit);
    while (true) {
      boolean more = message.hasRemaining() && read(message);
      try {
        return decoder.decode(message.duplicate().flip());
      } catch (EpmdProtocolException.Truncated e) {
        if (!more) {
          throw e;
        }
      }
    }
  }

  /** Reads to the end of the connection, at most {@code limit} bytes. */
  ByteBuffer receiveAll(int limit) throws IOException, EpmdProtocolException {
    ByteBuffer message = ByteBuffer.allocate(limit + 1);
    while (read(message)) {
      if (!message.hasRemaining()) {
        throw new EpmdProtocolException("an answer has more than " + limit + " bytes");
      }
    }
    return message.flip();
  }

  /** Reads what is there, waiting until the deadline; returns false at the end of the stream. */
  private boolean read(ByteBuffer into) throws IOException {
    channel.socket().setSoTimeout(millisLeft());
    InputStream in = channel.socket().getInputStream();
    int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
    if (count > 0) {
      into.position(into.position() + count);
    }
    return count >= 0;
  }

  /** Waits until the peer or this side closes the connection; a peer that talks on is left. */
  void awaitEnd() throws InterruptedException {
    try {
      channel.socket().setKeepAlive(true); // or a host that vanishes would never be noticed
      channel.socket().setSoTimeout(0);
      channel.socket().getInputStream().skipNBytes(MAX_IDLE_BYTES);
    } catch (IOException e) {
      if (Thread.interrupted()) { // which has closed the channel
        throw new InterruptedException("interrupted while watching EPMD");
      }
    } finally {
      close(); // a broken connection has ended too
    }
  }

  private int millisLeft() throws SocketTimeoutException {
    int left = deadline.millisLeft();
    if (left == 0) {
      throw new SocketTimeoutException("the deadline has passed");
    }
    return left;
  }

  private static EpmdException failure(
      EpmdException.Reason reason, InetSocketAddress peer, String what) {
    return new EpmdException(reason, "EPMD at " + text(peer) + " " + what);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // it is closed all the same
    }
  }

  static String text(InetSocketAddress peer) {
    return peer.getAddress().getHostAddress() + " port " + peer.getPort();
  }

  @Override
  public String toString() {
    return text(peer);
  }
}
