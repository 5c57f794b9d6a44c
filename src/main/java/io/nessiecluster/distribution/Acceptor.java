package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.base.Turns;
import io.nessiecluster.base.Unproven;
import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.OwnChallenges;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.Carrier;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import io.nessiecluster.distribution.transport.Sockets;
import io.nessiecluster.distribution.transport.Watchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Takes the dials of peers: bounded in number, in all and per address, and each in time. */
final class Acceptor implements AutoCloseable {

  private static final int ACCEPT_WORK = Turns.QUANTUM / 16;

  private final ServerSocket server;
  private final Carrier carrier;
  private final Identity identity;
  private final LinkTable table;
  private final LinkFactory links;
  private final LinkEvents events;
  private final NodeRuntime runtime;
  private final NodeLimits limits;
  private final Unproven<Socket> underWay;
  private final Turns.Turn turn;
  private final AtomicLong refused = new AtomicLong();
  private final EternalLoop loop = new EternalLoop("acceptor", this::accept);

  Acceptor(
      ServerSocket server,
      Carrier carrier,
      Identity identity,
      LinkTable table,
      LinkFactory links,
      LinkEvents events,
      NodeRuntime runtime,
      NodeLimits limits) {
    this.server = server;
    this.carrier = carrier;
    this.identity = identity;
    this.table = table;
    this.links = links;
    this.events = events;
    this.runtime = runtime;
    this.limits = limits;
    this.underWay =
        new Unproven<>(limits.inboundHandshakes(), limits.inboundHandshakesPerAddress());
    this.turn = links.bounds().turns().turn();
  }

  /** How many dials of peers came to nothing. */
  long refused() {
    return refused.get();
  }

  /** Accepts until it is closed; throws when there is no thread for that. */
  void start() {
    loop.start(runtime::start);
  }

  EternalLoop loop() {
    return loop;
  }

  private void accept() throws IOException {
    Socket socket;
    try {
      socket = server.accept();
    } catch (IOException e) { // out of file descriptors, or closed
      if (server.isClosed()) {
        throw new ClosedChannelException();
      }
      throw e;
    }
    turn.worked(ACCEPT_WORK);
    turn.giveBack();
    begin(socket);
    if (server.isClosed()) { // meanwhile, perhaps without having seen this one
      boolean _ = end(socket);
      Sockets.close(socket);
      throw new ClosedChannelException();
    }
    boolean serving = false;
    try {
      Thread _ = runtime.start(() -> serve(socket));
      serving = true;
    } finally {
      if (!serving) {
        refuse(socket, ConnectFailure.OUT_OF_RESOURCES, "no thread could be started for it");
        Sockets.close(socket);
      }
    }
  }

  private void begin(Socket socket) {
    Optional<Socket> oldest = underWay.enter(socket, socket.getInetAddress());
    if (oldest.isPresent()) {
      tell(
          oldest.get(),
          ConnectFailure.NOT_ALLOWED,
          "too many handshakes are under way, and it was the oldest");
      Sockets.close(oldest.get());
    }
  }

  private void serve(Socket socket) {
    boolean linked = false;
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      linked = shakeHands(socket);
    } catch (SocketTimeoutException _) {
      refuse(socket, ConnectFailure.HANDSHAKE_TIMEOUT, "the handshake did not end in time");
    } catch (IOException e) {
      refuse(socket, ConnectFailure.PROTOCOL_ERROR, "the connection broke: " + e.getMessage());
    } catch (RuntimeException | Error e) {
      refuse(socket, ConnectFailure.of(e), "the handshake broke off: " + e);
    } finally {
      boolean _ = end(socket);
      if (!linked) {
        Sockets.close(socket);
      }
    }
  }

  /** Whether the handshake had not made way for another one before. */
  private boolean end(Socket socket) {
    return underWay.leave(socket);
  }

  private boolean shakeHands(Socket socket) throws IOException {
    Deadline deadline = Deadline.in(limits.handshakeTimeout(), runtime.nanoTime());
    try (Watchdog watchdog = Watchdog.start(socket, deadline, runtime::start)) {
      ByteStream stream = carrier.accept(socket, deadline);
      return stream != null && shakeHands(stream, deadline, watchdog);
    } catch (HandshakeException e) {
      refuse(socket, LinkFactory.failure(e.reason()), e.detail());
      return false;
    }
  }

  private boolean shakeHands(ByteStream stream, Deadline deadline, Watchdog watchdog)
      throws IOException {
    LocalNode local = identity.now();
    Admission admission = new Admission(table, stream.socket().getInetAddress());
    try (OwnChallenges.Issued challenge = local.challenges().issue(runtime.random())) {
      HandshakeStep<AcceptorState> end =
          new HandshakeSocket(stream, deadline)
              .accept(Handshake.accept(local, challenge.value(), admission));
      watchdog.callOff(); // from here on the link is its own watch
      return switch (end) {
        case HandshakeStep.Done<AcceptorState>(List<HandshakeMessage> send, PeerNode peer) ->
            end(stream.socket()) && admit(stream, peer, send);
        case HandshakeStep.Failed<AcceptorState>(
                List<HandshakeMessage> _,
                HandshakeFailure failure,
                String detail) -> {
          if (failure != HandshakeFailure.OWN_NODE) { // which the own dial tells
            refuse(stream.socket(), LinkFactory.failure(failure), detail + full(failure));
          }
          yield false;
        }
        case HandshakeStep.Yielded<AcceptorState> _, HandshakeStep.Next<AcceptorState> _ -> false;
      };
    } finally {
      admission.end();
    }
  }

  /** In place first and confirmed then: who hears that the link is up can rely on it. */
  private boolean admit(ByteStream stream, PeerNode peer, List<HandshakeMessage> confirmation) {
    DistributionConnection link = links.create(stream, peer, Link.Direction.ACCEPTED);
    for (HandshakeMessage message : confirmation) {
      link.confirm(ByteBuffer.wrap(stream.packet(message)));
    }
    return switch (table.admit(link, null)) {
      case Entry.InPlace _ -> {
        link.start();
        yield true;
      }
      case Entry.None _ -> {
        tell(
            stream.socket(),
            ConnectFailure.NOT_ALLOWED,
            "this node takes no link of " + peer.name() + full(HandshakeFailure.NOT_ALLOWED));
        yield false;
      }
      case Entry.Duplicate(DistributionConnection linked) -> {
        tell(
            stream.socket(),
            ConnectFailure.DUPLICATE_NAME,
            "a node there calls itself " + TargetCheck.linked(linked));
        yield false;
      }
    };
  }

  private String full(HandshakeFailure failure) {
    return failure == HandshakeFailure.NOT_ALLOWED && table.isFull()
        ? ": other peers have dialled the " + limits.inboundLinks() + " links that there may be"
        : "";
  }

  private void refuse(Socket socket, ConnectFailure failure, String detail) {
    if (end(socket)) { // else that was told when it made way
      tell(socket, failure, detail);
    }
  }

  private void tell(Socket socket, ConnectFailure failure, String detail) {
    refused.incrementAndGet();
    events.refused(
        new InetSocketAddress(socket.getInetAddress(), socket.getPort()), failure, detail);
  }

  @Override
  public void close() {
    loop.close();
    Sockets.close(server);
    underWay.all().forEach(Sockets::close);
  }
}
