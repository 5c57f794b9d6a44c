package io.nessiecluster.distribution.epmd;

import io.nessiecluster.base.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks the EPMD of a host. Every call opens a connection of its own, blocks (so call it on a
 * virtual thread) and is bounded in time as a whole; an interrupt ends it sooner.
 */
public final class EpmdClient {

  private final int port;
  private final LongSupplier nanoTime;

  /**
   * A client.
   *
   * @param port where EPMD listens on every host: 4369 unless ERL_EPMD_PORT moves it
   * @param nanoTime a clock in nanoseconds, as {@code System.nanoTime()}
   */
  public EpmdClient(int port, LongSupplier nanoTime) {
    this.port = port;
    this.nanoTime = nanoTime;
  }

  /**
   * Asks where the node {@code basename} listens.
   *
   * @throws EpmdException with any reason but NAME_TAKEN
   * @throws InterruptedException when the thread was interrupted
   * @throws IllegalArgumentException when {@code basename} is empty, of more than 255 characters,
   *     or holds control characters
   */
  public Port2Response.Registered lookup(InetAddress host, String basename, Duration timeout)
      throws EpmdException, InterruptedException {
    PortPlease2Request request = new PortPlease2Request(basename);
    return EpmdSocket.calling(
        host,
        port,
        Deadline.in(timeout, nanoTime),
        socket -> {
          socket.send(request.encode());
          return registered(
              socket.receive(Port2Response.MAX_BYTES, Port2Response::decode),
              basename,
              address(host));
        });
  }

  /** Where EPMD listens on a host. */
  public InetSocketAddress address(InetAddress host) {
    return new InetSocketAddress(host, port);
  }

  /**
   * A channel to be connected to an EPMD, by who asks it without a thread.
   *
   * @throws EpmdException when there is none to be had here
   */
  public static SocketChannel channel(InetSocketAddress epmd) throws EpmdException {
    return EpmdSocket.channel(epmd);
  }

  /**
   * What an EPMD answered.
   *
   * @throws EpmdException when that is no
   */
  public static Port2Response.Registered registered(
      Port2Response response, String basename, InetSocketAddress epmd) throws EpmdException {
    return switch (response) {
      case Port2Response.Registered registered -> registered;
      case Port2Response.NotRegistered _ ->
          throw new EpmdException(
              EpmdException.Reason.NAME_NOT_REGISTERED,
              "EPMD at " + EpmdSocket.text(epmd) + " knows no node " + basename);
    };
  }

  /** What it means of a question to an EPMD that it ended by {@code fault}. */
  public static Throwable failure(Throwable fault, InetSocketAddress epmd) {
    return fault instanceof IOException || fault instanceof EpmdProtocolException
        ? EpmdSocket.fault((Exception) fault, epmd)
        : fault;
  }

  /**
   * Lists the nodes that are registered.
   *
   * @throws EpmdException with reason UNREACHABLE, TIMEOUT or PROTOCOL_ERROR
   * @throws InterruptedException when the thread was interrupted
   */
  public List<NamesResponse.NamedPort> names(InetAddress host, Duration timeout)
      throws EpmdException, InterruptedException {
    return EpmdSocket.calling(
        host,
        port,
        Deadline.in(timeout, nanoTime),
        socket -> {
          socket.send(new NamesRequest().encode());
          ByteBuffer message = socket.receiveAll(NamesResponse.MAX_BYTES);
          return NamesResponse.decode(message).nodes();
        });
  }

  /**
   * Registers a node. It stays registered until the registration is closed or lost.
   *
   * @param host an address of this host: EPMD refuses those of others
   * @throws EpmdException with reason UNREACHABLE, TIMEOUT, NAME_TAKEN or PROTOCOL_ERROR (which is
   *     also what a refusal of a foreign address looks like)
   * @throws InterruptedException when the thread was interrupted
   */
  public EpmdRegistration register(InetAddress host, Alive2Request request, Duration timeout)
      throws EpmdException, InterruptedException {
    return EpmdSocket.keeping(
        host,
        port,
        Deadline.in(timeout, nanoTime),
        socket -> {
          socket.send(request.encode());
          Alive2Response response =
              socket.receive(Alive2Response.MAX_BYTES, Alive2Response::decode);
          if (response.result() != 0) {
            throw new EpmdException(
                EpmdException.Reason.NAME_TAKEN,
                "EPMD at " + socket + " refuses to register " + request.node().name());
          }
          return new EpmdRegistration(socket, response.creation());
        });
  }
}
