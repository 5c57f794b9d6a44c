package io.nessiecluster.distribution.epmd;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.base.Turns;
import io.nessiecluster.base.Unproven;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.random.RandomGenerator;

/**
 * An EPMD within this process, for a host or pod that has no other. It serves ALIVE2_REQ to
 * processes of its own host, and PORT_PLEASE2_REQ and NAMES_REQ to all. Whatever else is asked, it
 * closes the connection.
 */
public final class EpmdServer implements AutoCloseable {

  private static final Duration END_OF_THREAD = Duration.ofSeconds(5);
  private static final int ACCEPT_WORK = Turns.QUANTUM / 16;
  private static final int BACKLOG =
      1024; // a whole cluster asks at once; a SYN that is dropped costs a second

  private final ServerSocketChannel channel;
  private final ThreadFactory threads;
  private final ScheduledExecutorService timer;
  private final Limits limits;
  private final RegisteredNames names;
  private final EternalLoop acceptor = new EternalLoop("EPMD acceptor", this::accept);
  private final Map<EpmdConnection, Thread> connections = new ConcurrentHashMap<>();
  private final Unproven<EpmdConnection> waiting;
  private final Turns.Turn turn;

  /**
   * What an EPMD spends on others.
   *
   * @param names most nodes that are registered at once
   * @param connections most connections that wait for their answer at once; registered nodes, which
   *     are bounded by their number, are not counted
   * @param waitingPerAddress most of them of one source, an IPv4 address or a /64 of IPv6; when
   *     either number is reached, the oldest of them is closed for a new one
   * @param request the time from the opening of a connection until its request has come and its
   *     answer has gone
   */
  public record Limits(int names, int connections, int waitingPerAddress, Duration request) {

    /** 256 nodes, 1,024 connections that wait, 256 of one source, 5 seconds. */
    public static final Limits DEFAULT = new Limits(256, 1024, 256, Duration.ofSeconds(5));

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException when one is not positive
     */
    public Limits {
      if (names < 1 || connections < 1 || waitingPerAddress < 1 || !request.isPositive()) {
        throw new IllegalArgumentException("limits of EPMD must be positive");
      }
    }
  }

  private EpmdServer(
      ServerSocketChannel channel,
      ThreadFactory threads,
      ScheduledExecutorService timer,
      RandomGenerator random,
      Limits limits) {
    this.channel = channel;
    this.threads = threads;
    this.timer = timer;
    this.limits = limits;
    this.names = new RegisteredNames(limits.names(), random.nextInt());
    this.waiting = new Unproven<>(limits.connections(), limits.waitingPerAddress());
    this.turn = new Turns(1, timer).turn();
  }

  /**
   * Listens, and serves until it is closed.
   *
   * @param address where to listen; the wildcard address for everywhere
   * @param port where to listen; 0 for any port, which {@link #port()} then tells
   * @param threads makes one thread for each connection and one more: virtual ones
   * @param timer ends requests that take too long; not shut down here
   * @param random for the first creation; the next ones count on from it
   * @throws IOException when it cannot listen there, as for an EPMD that does already
   */
  public static EpmdServer bind(
      InetAddress address,
      int port,
      ThreadFactory threads,
      ScheduledExecutorService timer,
      RandomGenerator random,
      Limits limits)
      throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    boolean started = false;
    try {
      channel.bind(new InetSocketAddress(address, port), BACKLOG);
      EpmdServer server = new EpmdServer(channel, threads, timer, random, limits);
      server.acceptor.start(task -> started(threads, task));
      started = true;
      return server;
    } finally {
      if (!started) { // by whatever: a thread that cannot be started is an Error
        channel.close();
      }
    }
  }

  /** Where this listens. */
  public int port() {
    return channel.socket().getLocalPort();
  }

  /** The registered nodes in the order in which they came. */
  public List<NodeEntry> registered() {
    return names.all();
  }

  private static Thread started(ThreadFactory threads, Runnable task) {
    Thread thread = threads.newThread(task);
    thread.start();
    return thread;
  }

  /** What accepts; for the probe that looks whether it does. */
  public EternalLoop loop() {
    return acceptor;
  }

  private void accept() throws IOException {
    SocketChannel peer = channel.accept();
    turn.worked(ACCEPT_WORK);
    turn.giveBack();
    serve(peer);
  }

  private void serve(SocketChannel peer) {
    EpmdConnection connection = new EpmdConnection(peer, names, port(), this::registered);
    waiting.enter(connection, connection.peer()).ifPresent(EpmdConnection::close);
    boolean serving = false;
    try {
      Thread thread =
          threads.newThread(
              () -> {
                try {
                  connection.serve(timer, limits.request());
                } finally {
                  end(connection);
                }
              });
      connections.put(connection, thread);
      thread.start();
      serving = true;
    } finally {
      if (!serving) {
        end(connection);
        connection.close();
      }
    }
    if (!channel.isOpen()) { // closed meanwhile, perhaps without having seen this one
      connection.close();
    }
  }

  private boolean registered(EpmdConnection connection) {
    return waiting.leave(connection);
  }

  private void end(EpmdConnection connection) {
    boolean _ = waiting.leave(connection);
    connections.remove(connection);
  }

  /** Closes all connections, and with them all registrations; waits for the threads to end. */
  @Override
  public void close() {
    acceptor.close();
    try {
      channel.close();
    } catch (IOException e) {
      acceptor.close(); // it is closed all the same
    }
    try {
      acceptor.awaitEnd(END_OF_THREAD); // so that no connection comes behind the next line
      List<Thread> serving = closeConnections();
      for (Thread thread : serving) {
        thread.join(END_OF_THREAD);
      }
    } catch (InterruptedException e) {
      closeConnections();
      Thread.currentThread().interrupt(); // the threads end by themselves
    }
  }

  private List<Thread> closeConnections() {
    List<Thread> serving = List.copyOf(connections.values());
    connections.keySet().forEach(EpmdConnection::close);
    return serving;
  }
}
