package io.nessiecluster.distribution;

import io.nessiecluster.distribution.transport.ByteStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** One end of a connection in the simulation; a real node's link can hold it and close it. */
final class SimSocket extends Socket {

  private static final byte[] END = new byte[0];
  private static final long RETRANSMIT = 200 * SimLoop.MILLI;

  final int connection;
  final String from;
  final String to;
  private final SimLoop loop;
  private final SimNetwork network;
  private final Deque<byte[]> arriving = new ArrayDeque<>();
  private SimSocket far;
  private Consumer<byte[]> onPacket = _ -> {};
  private Runnable onEnd = () -> {};
  private boolean closed;
  private boolean ended;
  private boolean pumping;
  private boolean severed;
  private boolean hostile;
  Object owner;
  long lastRead;
  long lastWrite;

  SimSocket(SimLoop loop, SimNetwork network, int connection, String from, String to) {
    this.loop = loop;
    this.network = network;
    this.connection = connection;
    this.from = from;
    this.to = to;
    this.lastRead = loop.now();
    this.lastWrite = loop.now();
    network.opened(this);
  }

  /** The other end, which comes to be with the connection. */
  SimSocket accepted() {
    far = new SimSocket(loop, network, connection, to, from);
    far.far = this;
    far.hostile = hostile;
    return far;
  }

  /** One of its ends is not a node's. */
  void markHostile() {
    hostile = true;
    if (far != null) {
      far.hostile = true;
    }
  }

  boolean isHostile() {
    return hostile;
  }

  ByteStream stream() {
    return new ByteStream(
        this, InputStream.nullInputStream(), OutputStream.nullOutputStream(), Optional.empty());
  }

  /** Who reads from now on: packets as they were sent, and then one end. */
  void onRead(Consumer<byte[]> packet, Runnable end) {
    onPacket = packet;
    onEnd = end;
    if (ended) {
      loop.in(0, end);
    }
  }

  void send(byte[] packet) {
    if (!closed) {
      lastWrite = loop.now();
      far.arrive(packet);
    }
  }

  /** All bytes are lost from now on, and neither end is told. */
  void sever() {
    severed = true;
    if (far != null) {
      far.severed = true;
    }
  }

  /** This end is told that the connection is gone. */
  void reset() {
    arriving.clear();
    end();
  }

  /** The other end is told that the connection is gone. */
  void resetFar() {
    if (far != null) {
      far.reset();
    }
  }

  private void arrive(byte[] packet) {
    if (severed || (closed ? packet == END : ended)) {
      return;
    }
    arriving.add(packet);
    if (!pumping) {
      pumping = true;
      loop.lasting(network.delay(), this::pump);
    }
  }

  private void pump() {
    if (network.isCut(from, to)) {
      loop.lasting(RETRANSMIT, this::pump);
      return;
    }
    byte[] packet = arriving.poll();
    pumping = packet != null && !arriving.isEmpty();
    if (pumping) {
      loop.lasting(network.delay(), this::pump);
    }
    if (packet == null || severed) {
      return;
    }
    if (packet == END) {
      end();
    } else if (closed) {
      far.reset(); // what TCP answers to bytes for nobody
    } else if (!ended) {
      lastRead = loop.now();
      onPacket.accept(packet);
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      onEnd.run();
    }
  }

  @Override
  public InetAddress getInetAddress() {
    return SimNetwork.address(to);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  /** Whoever reads here hears of the end a moment later, as a thread does. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      network.closed(this);
      if (far != null) {
        far.arrive(END);
      }
      loop.in(loop.upTo(1), this::end);
    }
  }

  @Override
  public String toString() {
    return "#" + connection + " " + from + " -> " + to;
  }
}
