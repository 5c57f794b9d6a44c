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
import io.nessiecluster.distribution.transport.EventLoop;
import io.nessiecluster.distribution.transport.HandshakeChannel;
import io.nessiecluster.distribution.transport.HandshakeSocket;
import io.nessiecluster.distribution.transport.PlainCarrier;
import io.nessiecluster.distribution.transport.TlsCarrier;
import io.nessiecluster.distribution.transport.ToldNameCheck;
import io.nessiecluster.distribution.transport.Watchdog;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * Shakes hands on the connections of dials: over plain TCP on the event loop, over TLS on a thread,
 * since the JDK's sockets of TLS block.
 */
record DialHandshakes(
    Identity identity,
    Carrier carrier,
    LinkTable table,
    LinkFactory links,
    EventLoop loop,
    NodeRuntime runtime) {

  /**
   * Shakes hands on a connection. Called on the loop.
   *
   * @return fails with a {@link SocketTimeoutException} when the deadline passes
   */
  CompletableFuture<DialHandshake.End> run(Dial dial, SocketChannel channel) {
    dial.enter(Dial.Stage.HANDSHAKE);
    return switch (carrier) {
      case PlainCarrier _ -> onLoop(dial, channel);
      case TlsCarrier _ -> onThread(dial, channel);
    };
  }

  private CompletableFuture<DialHandshake.End> onLoop(Dial dial, SocketChannel channel) {
    LocalNode local = identity.now();
    OwnChallenges.Issued challenge = local.challenges().issue(runtime.random());
    return CompletableFuture.completedFuture(new DialHandshake(table, local, dial))
        .thenCompose(handshake -> onLoop(dial, channel, handshake, challenge.value()))
        .whenComplete((_, _) -> challenge.close());
  }

  private CompletableFuture<DialHandshake.End> onLoop(
      Dial dial, SocketChannel channel, DialHandshake handshake, int challenge) {
    HandshakeStep<InitiatorState> first = handshake.begin(challenge, PeerCheck.any());
    return first == null
        ? CompletableFuture.completedFuture(new DialHandshake.End.MadeWay())
        : new HandshakeChannel(channel, dial.deadline, loop)
            .initiate(first)
            .thenApply(last -> end(handshake, last, channel));
  }

  private DialHandshake.End end(
      DialHandshake handshake, HandshakeStep<InitiatorState> last, SocketChannel channel) {
    try {
      loop.release(channel);
      ByteStream stream = ByteStream.plain(channel.socket());
      return handshake.end(last, peer -> links.create(stream, peer, Link.Direction.INITIATED));
    } catch (IOException e) {
      return broken(handshake, e);
    }
  }

  private CompletableFuture<DialHandshake.End> onThread(Dial dial, SocketChannel channel) {
    CompletableFuture<DialHandshake.End> end = new CompletableFuture<>();
    try {
      loop.release(channel);
      Thread _ =
          runtime.start(
              () -> {
                try {
                  end.complete(shakeHands(dial, channel.socket()));
                } catch (SocketTimeoutException | RuntimeException | Error e) {
                  end.completeExceptionally(e);
                }
              });
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
    return end;
  }

  private DialHandshake.End shakeHands(Dial dial, Socket socket) throws SocketTimeoutException {
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
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (HandshakeException e) {
      return handshake.failed(e.reason(), e.detail());
    } catch (IOException e) {
      return broken(handshake, e);
    }
  }

  private static DialHandshake.End broken(DialHandshake handshake, IOException e) {
    return handshake.failed(
        HandshakeFailure.PROTOCOL_ERROR, "the connection broke: " + e.getMessage());
  }
}
