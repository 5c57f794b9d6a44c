package io.nessiecluster.distribution;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.epmd.EpmdProtocolException;
import io.nessiecluster.distribution.epmd.NamesResponse;
import io.nessiecluster.distribution.epmd.Port2Response;
import io.nessiecluster.distribution.epmd.PortPlease2Request;
import io.nessiecluster.distribution.transport.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a dialled node listens: at the port that the EPMD of its host tells, or that every peer
 * has.
 *
 * @param peerPort where every peer listens; empty to ask the EPMD of each
 * @param loop on which EPMD is asked
 */
record PortLookup(EpmdClient epmd, OptionalInt peerPort, EventLoop loop) {

  private static final int MAX_NAMES_TOLD = 10;
  private static final int FIRST_BYTES = 128; // for names as they are; a longer one gets more

  /**
   * Finds the node within the dial's deadline, and tells the dial where it is. Called on the loop.
   *
   * @return fails with an {@link EpmdException}
   */
  CompletableFuture<InetSocketAddress> lookup(Dial dial, InetAddress host) {
    return port(dial, host)
        .thenApply(
            port -> {
              InetSocketAddress address = new InetSocketAddress(host, port);
              dial.locate(address);
              return address;
            });
  }

  private CompletableFuture<Integer> port(Dial dial, InetAddress host) {
    if (peerPort.isPresent()) {
      return CompletableFuture.completedFuture(peerPort.getAsInt());
    }
    InetSocketAddress address = epmd.address(host);
    ByteBuffer request = new PortPlease2Request(dial.peer.basename()).encode();
    SocketChannel channel;
    try {
      channel = EpmdClient.channel(address);
    } catch (EpmdException e) {
      return CompletableFuture.failedFuture(e);
    }
    dial.use(channel);
    return loop.connect(channel, address, dial.deadline)
        .thenCompose(_ -> ask(dial, channel, address, request))
        .whenComplete((_, _) -> dial.close(channel))
        .exceptionallyCompose(
            fault ->
                CompletableFuture.failedFuture(
                    EpmdClient.failure(EventLoop.cause(fault), address)));
  }

  private CompletableFuture<Integer> ask(
      Dial dial, SocketChannel channel, InetSocketAddress address, ByteBuffer request) {
    try {
      channel.write(request); // so short that it fits the empty buffers of a new connection
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
    Reading reading = new Reading(channel);
    return loop.read(
        channel,
        dial.deadline,
        () -> {
          Port2Response answer = reading.go();
          return answer == null
              ? null
              : EpmdClient.registered(answer, dial.peer.basename(), address).port();
        });
  }

  /** An answer that comes, in one piece as a rule. */
  private static final class Reading {
    private final SocketChannel channel;
    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_BYTES);

    Reading(SocketChannel channel) {
      this.channel = channel;
    }

    /** The answer; null when there is more to come. */
    @Nullable Port2Response go() throws IOException, EpmdProtocolException {
      boolean ended = channel.read(bytes) < 0;
      try {
        return Port2Response.decode(bytes.duplicate().flip());
      } catch (EpmdProtocolException.Truncated e) {
        if (ended || bytes.position() == Port2Response.MAX_BYTES) {
          throw e;
        }
      }
      if (!bytes.hasRemaining()) {
        bytes = ByteBuffer.allocate(Port2Response.MAX_BYTES).put(bytes.flip());
      }
      return null;
    }
  }

  /** Why a dial failed whose node was not found; may wait to tell more. */
  ConnectFailedException failed(Dial dial, InetAddress host, EpmdException e)
      throws InterruptedException {
    return new ConnectFailedException(
        ConnectFailure.of(e.reason()),
        e.getMessage()
            + (e.reason() == EpmdException.Reason.NAME_NOT_REGISTERED
                ? whatIsListed(dial, host)
                : ""));
  }

  /** What EPMD knows instead; nothing when it does not say so in time. */
  private String whatIsListed(Dial dial, InetAddress host) throws InterruptedException {
    if (dial.deadline.passed()) {
      return "";
    }
    try {
      List<NamesResponse.NamedPort> nodes = epmd.names(host, dial.deadline.left());
      if (nodes.isEmpty()) {
        return "; it lists none";
      }
      String names =
          nodes.stream()
              .limit(MAX_NAMES_TOLD)
              .map(NamesResponse.NamedPort::name)
              .collect(Collectors.joining(", "));
      int more = nodes.size() - MAX_NAMES_TOLD;
      return "; it lists " + names + (more > 0 ? " and " + more + " more" : "");
    } catch (EpmdException _) {
      return "";
    }
  }
}
