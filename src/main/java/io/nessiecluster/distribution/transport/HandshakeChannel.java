package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Drives the dialling side of a handshake over plain TCP on an {@link EventLoop}: what {@link
 * HandshakeSocket} does on a thread. Reads all that has come at once, but not a byte behind the
 * last packet.
 */
public final class HandshakeChannel {

  private static final int ACK_BYTES = 17;
  private static final int FIRST_BYTES = 256; // for names as they are; a longer one gets more

  private final SocketChannel channel;
  private final Deadline deadline;
  private final EventLoop loop;
  private ByteBuffer in = ByteBuffer.allocate(FIRST_BYTES); // read, and not yet taken

  public HandshakeChannel(SocketChannel channel, Deadline deadline, EventLoop loop) {
    this.channel = channel;
    this.deadline = deadline;
    this.loop = loop;
  }

  /**
   * Runs the handshake to its end.
   *
   * @return fails with a {@link SocketTimeoutException} when the deadline passes, and when somebody
   *     closes the channel
   */
  public CompletableFuture<HandshakeStep<InitiatorState>> initiate(
      HandshakeStep<InitiatorState> first) {
    HandshakeStep<InitiatorState> step = first;
    while (true) {
      boolean open = send(step.send());
      if (!(step instanceof HandshakeStep.Next<InitiatorState>(var _, InitiatorState state))) {
        return CompletableFuture.completedFuture(step);
      }
      HandshakeStep<InitiatorState> next = open ? take(state) : state.endOfStream();
      if (next == null) {
        return loop.read(channel, deadline, () -> read(state)).thenCompose(this::initiate);
      }
      step = next;
    }
  }

  /** Writes messages, so short that they fit the empty buffers of a new connection. */
  private boolean send(List<HandshakeMessage> messages) {
    try {
      for (HandshakeMessage message : messages) {
        ByteBuffer packet = ByteBuffer.wrap(HandshakeCodec.packet(message));
        channel.write(packet);
        if (packet.hasRemaining()) {
          return false;
        }
      }
      return true;
    } catch (IOException _) {
      return false; // the peer is gone: what that means depends on the state
    }
  }

  private @Nullable HandshakeStep<InitiatorState> read(InitiatorState state) {
    boolean more;
    try {
      in.limit(state instanceof InitiatorState.AwaitAck ? endOfPacket() : in.capacity());
      more = channel.read(in) >= 0;
    } catch (IOException _) {
      more = false; // a reset is an end too
    } finally {
      in.limit(in.capacity());
    }
    return more ? take(state) : state.endOfStream();
  }

  /**
   * Where the packet ends that is being read; as far as is known, where an acknowledgement does.
   */
  private int endOfPacket() {
    int length = in.position() < Short.BYTES ? ACK_BYTES : Short.toUnsignedInt(in.getShort(0));
    return Math.min(Short.BYTES + length, in.capacity());
  }

  /** What the next packet leads to; null when it has not wholly come. */
  private @Nullable HandshakeStep<InitiatorState> take(InitiatorState state) {
    if (in.position() < Short.BYTES) {
      return null;
    }
    try {
      int length = HandshakeSocket.checkedLength(Short.toUnsignedInt(in.getShort(0)), false);
      int end = Short.BYTES + length;
      if (in.position() < end) {
        if (in.capacity() < end) {
          in = ByteBuffer.allocate(end).put(in.flip());
        }
        return null;
      }
      ByteBuffer payload = in.slice(Short.BYTES, length);
      HandshakeStep<InitiatorState> step =
          state.receive(HandshakeCodec.decodeFromAcceptor(payload));
      in.limit(in.position()).position(end).compact();
      return step instanceof HandshakeStep.Done && in.position() > 0
          ? HandshakeStep.failed(
              HandshakeFailure.PROTOCOL_ERROR, "the peer sent frames before its challenge was met")
          : step;
    } catch (HandshakeException e) {
      return HandshakeStep.failed(e.reason(), e.detail());
    }
  }
}
