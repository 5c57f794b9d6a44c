package io.nessiecluster.distribution.epmd;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A connection to an {@link EpmdServer}: one request, its answer, the end. */
final class EpmdConnection {

  private static final int FIRST_EXTENDED_VERSION = 6; // of the distribution protocol
  private static final int OLD_CREATIONS = 3; // ALIVE2_RESP to old nodes: 1 to 3

  private final SocketChannel channel;
  private final RegisteredNames names;
  private final int epmdPort;
  private final InetAddress peer;
  private final Predicate<EpmdConnection> onRegistered;

  /**
   * A connection that has not begun.
   *
   * @param onRegistered told when it becomes that of a registered node; false when it has been
   *     closed for another one before
   */
  EpmdConnection(
      SocketChannel channel,
      RegisteredNames names,
      int epmdPort,
      Predicate<EpmdConnection> onRegistered) {
    this.channel = channel;
    this.names = names;
    this.epmdPort = epmdPort;
    this.peer = channel.socket().getInetAddress();
    this.onRegistered = onRegistered;
  }

  /** Who has come. */
  InetAddress peer() {
    return peer;
  }

  /** Serves the connection to its end; a registered node may keep it for ever, others may not. */
  void serve(ScheduledExecutorService timer, Duration limit) {
    try (channel) {
      // Closing is the one thing that ends a write, and a peer that sends a byte now and then.
      ScheduledFuture<?> watchdog =
          timer.schedule(this::close, limit.toNanos(), TimeUnit.NANOSECONDS);
      try {
        switch (request()) {
          case PortPlease2Request(String name) -> send(find(name).encode());
          case NamesRequest() -> send(list().encode());
          case Alive2Request(NodeEntry node) -> {
            if (isLocal()) {
              keep(node, watchdog);
            }
          }
        }
      } finally {
        watchdog.cancel(false);
      }
    } catch (IOException | EpmdProtocolException | RejectedExecutionException e) {
      close(); // the peer is gone or talks nonsense, or the timer has been shut down
    }
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      return; // it is closed all the same
    }
  }

  private EpmdRequest request() throws IOException, EpmdProtocolException {
    ByteBuffer length = read(Short.BYTES);
    int bytes = Short.toUnsignedInt(length.getShort());
    if (bytes > EpmdRequest.MAX_BYTES) {
      throw new EpmdProtocolException("a request has " + bytes + " bytes");
    }
    return EpmdRequest.decode(read(bytes));
  }

  private Port2Response find(String name) {
    return names
        .find(name)
        .<Port2Response>map(Port2Response.Registered::new)
        .orElseGet(() -> new Port2Response.NotRegistered(1));
  }

  private NamesResponse list() {
    List<NamesResponse.NamedPort> ports =
        names.all().stream()
            .map(node -> new NamesResponse.NamedPort(node.name(), node.port()))
            .toList();
    return new NamesResponse(epmdPort, ports);
  }

  private boolean isLocal() {
    return isLocal(peer, channel.socket().getLocalAddress());
  }

  /** Whether {@code peer}, connected to {@code own}, is this host, which alone may register. */
  static boolean isLocal(InetAddress peer, InetAddress own) {
    return peer.isLoopbackAddress() || peer.equals(own);
  }

  private void keep(NodeEntry node, ScheduledFuture<?> watchdog) throws IOException {
    boolean extended = node.highestVersion() >= FIRST_EXTENDED_VERSION;
    OptionalInt creation = names.register(node);
    if (creation.isEmpty()) {
      send(new Alive2Response(1, 0, extended).encode());
      return;
    }
    try {
      int incarnation =
          extended
              ? creation.getAsInt()
              : 1 + Integer.remainderUnsigned(creation.getAsInt(), OLD_CREATIONS);
      if (!onRegistered.test(this)) { // before the answer: behind it none makes way any more
        return;
      }
      send(new Alive2Response(0, incarnation, extended).encode());
      watchdog.cancel(false);
      channel.read(ByteBuffer.allocate(1)); // ends with the node, which has nothing more to say
    } finally {
      names.unregister(node);
    }
  }

  private void send(ByteBuffer message) throws IOException {
    while (message.hasRemaining()) {
      channel.write(message);
    }
  }

  private ByteBuffer read(int count) throws IOException, EpmdProtocolException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EpmdProtocolException.Truncated();
      }
    }
    return bytes.flip();
  }
}
