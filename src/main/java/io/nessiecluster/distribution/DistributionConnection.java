package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.NodeNames;
import io.nessiecluster.base.Turns;
import io.nessiecluster.distribution.call.CallTable;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.BudgetException;
import io.nessiecluster.distribution.transport.ByteBudget;
import io.nessiecluster.distribution.transport.ByteStream;
import io.nessiecluster.distribution.transport.FrameReader;
import io.nessiecluster.distribution.transport.OutboundQueue;
import io.nessiecluster.distribution.transport.Sockets;
import io.nessiecluster.distribution.transport.ToldNameCheck;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A link over a socket whose handshake is done. One virtual thread reads; it never writes, so a
 * peer that does not read cannot stop it. The first cause of a loss is the one that counts.
 */
final class DistributionConnection implements Link {

  /** Told once, when the link is lost. */
  @FunctionalInterface
  interface Owner {
    void lost(DistributionConnection link, Loss loss);
  }

  private final ByteStream stream;
  private final PeerNode peer;
  private final Direction direction;
  private final Instant since;
  private final InetSocketAddress remote;
  private final ControlHandler control;
  private final CallTable calls;
  private final Counters counters;
  private final Owner owner;
  private final NodeRuntime runtime;
  private final ByteBudget.Share share;
  private final Turns.Turn turn;
  private final OutboundQueue outbound;
  private final FrameReader frames;
  private final AtomicReference<@Nullable Loss> loss = new AtomicReference<>();
  private final TickPace pace;
  private volatile boolean displaces;
  private volatile long lastRead;

  DistributionConnection(
      ByteStream stream,
      PeerNode peer,
      Direction direction,
      CallTable calls,
      CallService service,
      Counters counters,
      NodeRuntime runtime,
      LinkBounds bounds,
      Owner owner) {
    this.stream = stream;
    this.peer = peer;
    this.direction = direction;
    this.control = new ControlHandler(calls, service);
    this.calls = calls;
    this.counters = counters;
    this.owner = owner;
    this.runtime = runtime;
    this.since = runtime.clock().instant();
    this.remote =
        new InetSocketAddress(stream.socket().getInetAddress(), stream.socket().getPort());
    this.lastRead = runtime.nanoTime().getAsLong();
    this.share =
        bounds
            .budget()
            .share(
                () ->
                    lose(
                        LinkEnd.OUT_OF_RESOURCES,
                        "of what all links together may hold, it held the most"));
    this.turn = bounds.turns().turn();
    this.pace = new TickPace(lastRead);
    this.outbound =
        new OutboundQueue(
            stream.out(),
            bounds.limits().outboundQueueBytes(),
            share,
            runtime::start,
            runtime.nanoTime(),
            this::writingFailed);
    this.frames =
        new FrameReader(
            stream.in(),
            bounds.limits().maxFrameBytes(),
            () -> lastRead = runtime.nanoTime().getAsLong(),
            turn,
            share);
  }

  /** Begins to write what was sent so far, and to read; a link that cannot is lost at once. */
  void start() {
    outbound.open();
    try {
      Thread _ = runtime.start(this::read);
    } catch (RuntimeException | Error e) {
      lose(LinkEnd.OUT_OF_RESOURCES, "no thread could be started to read it: " + e);
    }
  }

  /** Queues the end of the handshake, to be the first that is written. */
  void confirm(ByteBuffer packet) {
    outbound.offer(packet);
  }

  /** Queues a frame, with its length in front; a peer that does not read loses the link. */
  void send(ByteBuffer frame) {
    if (!sent(frame, outbound.offer(frame))) {
      lose(LinkEnd.OUTBOUND_OVERFLOW, "the peer does not read what it asks for");
    }
  }

  /** Queues a frame that can be done without; drops it while the peer does not read. */
  void sendIfRoom(ByteBuffer frame) {
    boolean _ = sent(frame, outbound.offerOwn(frame));
  }

  /**
   * Queues a frame once there is room for it.
   *
   * @return false when there was none in time, or the link is lost
   */
  boolean sendInTime(ByteBuffer frame, Deadline deadline) throws InterruptedException {
    return sent(frame, outbound.offerOwn(frame, deadline));
  }

  private boolean sent(ByteBuffer frame, boolean queued) {
    if (queued) {
      counters.out().count(frame.remaining() - Integer.BYTES);
    }
    return queued;
  }

  /** Does what {@link TickAction} says. */
  void look(TickAction.Look look) {
    OutboundQueue.Activity activity = outbound.activity();
    long due = pace.due(activity.nanos(), look.slowestTicks());
    switch (TickAction.of(look, lastRead, activity, due)) {
      case CONTENT -> {}
      case SEND_TICK -> {
        pace.ticked(look.now(), activity.nanos(), look.slowestTicks());
        send(ByteBuffer.allocate(Integer.BYTES));
      }
      case TICK_TIMEOUT ->
          lose(
              LinkEnd.TICK_TIMEOUT,
              "nothing heard for " + Duration.ofNanos(look.now() - lastRead).toMillis() + " ms");
      case WRITE_STALLED ->
          lose(LinkEnd.WRITE_STALLED, "the peer reads nothing of what is written to it");
    }
  }

  /** Ends the link, unless it is lost already. Never blocks. */
  void lose(LinkEnd cause, String detail) {
    Loss lost = new Loss(cause, detail);
    if (loss.compareAndSet(null, lost)) {
      Sockets.close(stream);
      outbound.close();
      share.close();
      owner.lost(this, lost);
      calls.close(lost.detail());
    }
  }

  private void writingFailed(Throwable fault) {
    if (fault instanceof IOException e) {
      lose(LinkEnd.CONNECTION_RESET, "writing failed: " + e.getMessage());
    } else {
      lose(LinkEnd.OUT_OF_RESOURCES, "writing broke off: " + fault);
    }
  }

  /** Whether anything waits to be written. */
  boolean isWriting() {
    return outbound.activity().writing();
  }

  /** When any byte last arrived, on the nano source. */
  long lastRead() {
    return lastRead;
  }

  private void read() {
    try {
      stream.socket().setSoTimeout(0); // silence is the tick timer's to judge
      boolean more = true;
      while (more) {
        more = readFrame();
      }
      lose(LinkEnd.CLOSED_BY_PEER, "the peer closed the connection");
    } catch (ProtocolException | TermDecodeException e) {
      lose(LinkEnd.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
    } catch (BudgetException e) {
      lose(LinkEnd.OUT_OF_RESOURCES, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      lose(LinkEnd.CONNECTION_RESET, "reading failed: " + e.getMessage());
    } finally { // whatever ends the reading ends the link: none is left half alive
      turn.giveBack();
      lose(LinkEnd.PROTOCOL_ERROR, "a frame could not be handled");
    }
  }

  /** One frame, which nobody holds while the next is waited for; false at the end of the stream. */
  private boolean readFrame() throws IOException, TermDecodeException {
    ByteBuffer frame = frames.next();
    if (frame == null) {
      return false;
    }
    counters.in().count(frame.remaining());
    if (frame.hasRemaining()) {
      pace.data(lastRead);
      control.onFrame(frame).forEach(this::send);
    } else {
      pace.tick(lastRead);
    }
    return true;
  }

  /** Counts the calls over this link, and so those of the node. */
  CallCounter callCounter() {
    return counters.calls();
  }

  /** The calls in flight over this link. */
  CallTable calls() {
    return calls;
  }

  @Override
  public Optional<String> certifiedFor() {
    return direction == Direction.INITIATED
        ? ToldNameCheck.of(Sockets.text(remote.getAddress()), stream)
            .vouchedFor(NodeNames.host(peer.name()))
        : Optional.empty();
  }

  @Override
  public LinkStatistics statistics() {
    return new LinkStatistics(
        counters.in().traffic(),
        counters.out().traffic(),
        counters.calls().statistics(calls.size()));
  }

  @Override
  public String peer() {
    return peer.name();
  }

  @Override
  public Direction direction() {
    return direction;
  }

  @Override
  public boolean displaces() {
    return displaces;
  }

  void displaces(boolean other) {
    displaces = other;
  }

  @Override
  public boolean hidden() {
    return peer.hidden();
  }

  @Override
  public long flags() {
    return peer.flags();
  }

  @Override
  public int creation() {
    return peer.creation();
  }

  @Override
  public Instant since() {
    return since;
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public String toString() {
    return peer.name() + " (" + direction + ", " + remote + ")";
  }
}
