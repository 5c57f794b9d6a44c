package io.nessiecluster.distribution;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.transport.EventLoop;
import io.nessiecluster.distribution.transport.Sockets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The steps of a dial: name to address, EPMD or a fixed port, TCP, TLS, handshake; all under the
 * dial's deadline. They are taken on an event loop; a dial has a thread only while it waits for a
 * dial of its peer, for a host name or for TLS, and to find out why it failed.
 */
record Dialler(
    LinkTable table,
    HostLookup hosts,
    PortLookup ports,
    DialHandshakes handshakes,
    GoneCheck goneCheck,
    EventLoop loop,
    NodeRuntime runtime) {

  /** How long a dial holds back for a dial of the peer that has begun, or was announced. */
  static final Duration INBOUND_GRACE = Duration.ofSeconds(1);

  /**
   * A dialler on the loop of its handshakes.
   *
   * @param peerPort where every peer listens; empty to ask the EPMD of each
   */
  static Dialler of(
      LinkTable table, DialHandshakes handshakes, EpmdClient epmd, OptionalInt peerPort) {
    EventLoop loop = handshakes.loop();
    return new Dialler(
        table,
        new HostLookup(handshakes.runtime()),
        new PortLookup(epmd, peerPort, loop),
        handshakes,
        new GoneCheck(epmd, peerPort),
        loop,
        handshakes.runtime());
  }

  /** A step that may wait. */
  @FunctionalInterface
  private interface Waiting {
    void run() throws ConnectFailedException, InterruptedException;
  }

  /**
   * Begins a dial, which ends in the table; never waits.
   *
   * @throws RuntimeException when it needs a thread and there is none: then it has not begun
   */
  void begin(Dial dial) {
    InetAddress literal = HostLookup.literalOrNull(dial.peer.host());
    if (literal == null) {
      Thread _ = runtime.start(() -> onThread(dial, () -> proceed(dial)));
      return;
    }
    loop.execute(
        () -> {
          if (table.turn(dial, false) instanceof LinkTable.Turn.Attempt) {
            attempt(dial, literal);
          } else {
            waiting(dial, () -> proceed(dial));
          }
        });
  }

  /** Waits for the dial's turn, and makes an attempt if that is what it has come to. */
  private void proceed(Dial dial) throws ConnectFailedException, InterruptedException {
    dial.enter(Dial.Stage.YIELDED);
    switch (table.awaitTurn(dial, dial.deadline.orIn(INBOUND_GRACE))) {
      case LinkTable.Turn.Up(DistributionConnection inbound) ->
          table.finish(dial, new Dial.Outcome.Up(inbound));
      case LinkTable.Turn.Over _, LinkTable.Turn.Wait _ ->
          table.finish(dial, Dial.Outcome.stopped());
      case LinkTable.Turn.Attempt _ -> {
        if (dial.deadline.passed()) {
          throw dial.timedOut();
        }
        dial.enter(Dial.Stage.LOOKUP);
        InetAddress host = hosts.lookup(dial);
        loop.execute(() -> attempt(dial, host));
      }
    }
  }

  private void attempt(Dial dial, InetAddress host) {
    dial.enter(Dial.Stage.LOOKUP);
    var _ =
        CompletableFuture.completedFuture(host)
            .thenCompose(address -> ports.lookup(dial, address))
            .thenCompose(address -> link(dial, address))
            .whenComplete(
                (end, fault) -> {
                  if (fault != null) {
                    waiting(dial, () -> failed(dial, host, EventLoop.cause(fault)));
                  } else {
                    ended(dial, end);
                  }
                });
  }

  private CompletableFuture<DialHandshake.End> link(Dial dial, InetSocketAddress address) {
    dial.enter(Dial.Stage.CONNECT);
    SocketChannel channel;
    try {
      channel = Sockets.channel(address.getAddress());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(
          dial.failed(ConnectFailure.OUT_OF_RESOURCES, "no socket: " + e.getMessage()));
    }
    dial.use(channel);
    return connect(dial, channel, address)
        .thenCompose(connected -> handshakes.run(dial, connected))
        .whenComplete(
            (end, _) -> {
              if (end instanceof DialHandshake.End.Up) {
                dial.release();
              } else {
                dial.close(channel);
              }
            });
  }

  private CompletableFuture<SocketChannel> connect(
      Dial dial, SocketChannel channel, InetSocketAddress address) {
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    return loop.connect(channel, address, dial.deadline)
        .exceptionallyCompose(
            fault -> CompletableFuture.failedFuture(unconnected(dial, EventLoop.cause(fault))));
  }

  private static Throwable unconnected(Dial dial, Throwable fault) {
    return switch (fault) {
      case SocketTimeoutException _ -> fault;
      case ConnectException _ -> dial.failed(ConnectFailure.CONNECTION_REFUSED, fault.getMessage());
      case IOException _ -> dial.failed(ConnectFailure.CONNECT_TIMEOUT, fault.getMessage());
      default -> fault;
    };
  }

  private void ended(Dial dial, DialHandshake.End end) {
    switch (end) {
      case DialHandshake.End.Up(DistributionConnection link) -> {
        link.start();
        table.finish(dial, new Dial.Outcome.Up(link));
      }
      case DialHandshake.End.Met(DistributionConnection link) ->
          table.finish(dial, new Dial.Outcome.Up(link));
      case DialHandshake.End.MadeWay _ -> {
        table.makeWay(dial);
        waiting(dial, () -> proceed(dial));
      }
      case DialHandshake.End.Failed failed -> waiting(dial, () -> failed(dial, failed));
    }
  }

  private void failed(Dial dial, DialHandshake.End.Failed failed)
      throws ConnectFailedException, InterruptedException {
    throw goneCheck.isGone(dial, failed.failure())
        ? dial.failed(ConnectFailure.CONNECTION_REFUSED, "the node ended while it was dialled")
        : dial.failed(LinkFactory.failure(failed.failure()), failed.detail());
  }

  private void failed(Dial dial, InetAddress host, Throwable fault)
      throws ConnectFailedException, InterruptedException {
    throw switch (fault) {
      case ConnectFailedException known -> known;
      case EpmdException e -> ports.failed(dial, host, e);
      case SocketTimeoutException _ -> dial.timedOut();
      default -> broken(fault);
    };
  }

  /** Takes a step on a thread of its own; without one the dial is over. */
  private void waiting(Dial dial, Waiting step) {
    try {
      Thread _ = runtime.start(() -> onThread(dial, step));
    } catch (RuntimeException | Error e) {
      table.finish(dial, outcome(broken(e)));
    }
  }

  private void onThread(Dial dial, Waiting step) {
    dial.run(
        () -> {
          try {
            step.run();
          } catch (ConnectFailedException e) {
            table.finish(dial, outcome(e));
          } catch (InterruptedException _) { // cancelled: nobody waits, or the outcome is known
            table.finish(dial, Dial.Outcome.stopped());
          } catch (RuntimeException | Error e) { // as from a thread that cannot be started
            table.finish(dial, outcome(broken(e)));
          }
        });
  }

  private static ConnectFailedException broken(Throwable fault) {
    return new ConnectFailedException(ConnectFailure.of(fault), "the dial broke off: " + fault);
  }

  private static Dial.Outcome outcome(ConnectFailedException e) {
    return new Dial.Outcome.Failed(e.failure(), e.detail());
  }
}
