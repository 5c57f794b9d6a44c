package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.OwnChallenges;
import io.nessiecluster.distribution.handshake.PeerCheck;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.Carrier;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import io.nessiecluster.distribution.transport.Sockets;
import io.nessiecluster.distribution.transport.ToldNameCheck;
import io.nessiecluster.distribution.transport.Watchdog;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a dial: name to address, EPMD or a fixed port, TCP, TLS, handshake; all under the
 * dial's deadline.
 */
final class Dialler {

  /** How long a dial holds back for a dial of the peer that has begun, or was announced. */
  static final Duration INBOUND_GRACE = Duration.ofSeconds(1);

  private final Identity identity;
  private final Carrier carrier;
  private final LinkTable table;
  private final LinkFactory links;
  private final PortLookup ports;
  private final NodeRuntime runtime;

  Dialler(
      Identity identity,
      Carrier carrier,
      LinkTable table,
      LinkFactory links,
      PortLookup ports,
      NodeRuntime runtime) {
    this.identity = identity;
    this.carrier = carrier;
    this.table = table;
    this.links = links;
    this.ports = ports;
    this.runtime = runtime;
  }

  /** Runs a dial to its end on the calling thread. */
  void run(Dial dial) {
    dial.run(() -> table.finish(dial, outcome(dial)));
  }

  private Dial.Outcome outcome(Dial dial) {
    try {
      return new Dial.Outcome.Up(link(dial));
    } catch (ConnectFailedException e) {
      return new Dial.Outcome.Failed(e.failure(), e.detail());
    } catch (InterruptedException _) { // cancelled: nobody waits, or the outcome is known
      return Dial.Outcome.stopped();
    } catch (RuntimeException | Error e) { // as from a thread that cannot be started
      return new Dial.Outcome.Failed(ConnectFailure.of(e), "the dial broke off: " + e);
    }
  }

  private DistributionConnection link(Dial dial)
      throws ConnectFailedException, InterruptedException {
    while (true) {
      dial.enter(Dial.Stage.YIELDED);
      switch (table.awaitTurn(dial, dial.deadline.orIn(INBOUND_GRACE))) {
        case LinkTable.Turn.Up(DistributionConnection inbound) -> {
          return inbound;
        }
        case LinkTable.Turn.Over _, LinkTable.Turn.Wait _ ->
            throw new InterruptedException(); // its outcome is known, or nobody waits for it
        case LinkTable.Turn.Attempt _ -> {}
      }
      if (dial.deadline.passed()) {
        throw dial.timedOut();
      }
      DistributionConnection own = attempt(dial);
      if (own != null) {
        return own;
      }
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      table.makeWay(dial);
    }
  }

  /** One attempt; null when it makes way for a dial of the peer. */
  private @Nullable DistributionConnection attempt(Dial dial)
      throws ConnectFailedException, InterruptedException {
    dial.enter(Dial.Stage.LOOKUP);
    InetSocketAddress address = ports.lookup(dial);
    Socket socket = new Socket();
    dial.use(socket);
    boolean linked = false;
    try {
      connect(dial, socket, address);
      dial.enter(Dial.Stage.HANDSHAKE);
      return switch (shakeHands(dial, socket)) {
        case DialHandshake.End.Up(DistributionConnection link) -> {
          linked = true;
          link.start();
          yield link;
        }
        case DialHandshake.End.Met(DistributionConnection link) -> link;
        case DialHandshake.End.MadeWay _ -> null;
        case DialHandshake.End.Failed(HandshakeFailure failure, String detail) -> {
          if (Thread.interrupted()) {
            throw new InterruptedException();
          }
          throw ports.goneCheck().isGone(dial, failure, socket)
              ? dial.failed(
                  ConnectFailure.CONNECTION_REFUSED, "the node ended while it was dialled")
              : dial.failed(LinkFactory.failure(failure), detail);
        }
      };
    } finally {
      dial.release();
      if (!linked) {
        Sockets.close(socket);
      }
    }
  }

  private static void connect(Dial dial, Socket socket, InetSocketAddress address)
      throws ConnectFailedException, InterruptedException {
    dial.enter(Dial.Stage.CONNECT);
    boolean made = false;
    int left = dial.deadline.millisLeft();
    try {
      if (left == 0) {
        throw dial.timedOut();
      }
      socket.setTcpNoDelay(true); // makes the descriptor, or finds that there is none to be had
      socket.setKeepAlive(true);
      made = true;
      socket.connect(address, left);
    } catch (SocketTimeoutException _) {
      throw dial.timedOut();
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      if (!made && !socket.isClosed()) {
        throw dial.failed(ConnectFailure.OUT_OF_RESOURCES, "no socket: " + e.getMessage());
      }
      throw dial.failed(
          e instanceof ConnectException
              ? ConnectFailure.CONNECTION_REFUSED
              : ConnectFailure.CONNECT_TIMEOUT,
          e.getMessage());
    }
  }

  private DialHandshake.End shakeHands(Dial dial, Socket socket) throws ConnectFailedException {
    LocalNode local = identity.now();
    DialHandshake handshake = new DialHandshake(table, local, dial);
    try (Watchdog watchdog = Watchdog.start(socket, dial.deadline, runtime::start);
        OwnChallenges.Issued challenge = local.challenges().issue(runtime.random())) {
      String host = dial.peer.host();
      boolean named = dial.target() == null; // or else its name is what it will tell
      ByteStream stream =
          named
              ? carrier.initiate(socket, host, dial.deadline)
              : carrier.meet(socket, host, dial.deadline);
      PeerCheck carried = named ? PeerCheck.any() : ToldNameCheck.of(host, stream);
      HandshakeStep<InitiatorState> first = handshake.begin(challenge.value(), carried);
      if (first == null) {
        return new DialHandshake.End.MadeWay();
      }
      HandshakeStep<InitiatorState> last =
          new HandshakeSocket(stream, dial.deadline).initiate(first);
      watchdog.callOff(); // from here on the link is its own watch
      return handshake.end(last, peer -> links.create(stream, peer, Link.Direction.INITIATED));
    } catch (SocketTimeoutException _) {
      throw dial.timedOut();
    } catch (HandshakeException e) {
      return handshake.failed(e.reason(), e.detail());
    } catch (IOException e) {
      return handshake.failed(
          HandshakeFailure.PROTOCOL_ERROR, "the connection broke: " + e.getMessage());
    }
  }
}
