package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Drives a handshake over a socket, under one deadline whatever the pace of the peer. Reads not a
 * byte behind the last packet, and at most {@link HandshakeCodec#MAX_PACKET_BYTES} of any.
 */
public final class HandshakeSocket {

  private static final int TLS_ALERT = 0x1503; // content type and major version of a TLS record
  private static final int TLS_HELLO = 0x1603;

  /** What tells one who dials by TLS that nobody here speaks it: any word that is no TLS record. */
  private static final List<HandshakeMessage> NO_TLS =
      List.of(new HandshakeMessage.Status(HandshakeMessage.Word.NOT_ALLOWED));

  private final ByteStream stream;
  private final Deadline deadline;

  public HandshakeSocket(ByteStream stream, Deadline deadline) {
    this.stream = stream;
    this.deadline = deadline;
  }

  @FunctionalInterface
  private interface Receive<S> {
    HandshakeStep<S> apply(S state, ByteBuffer payload) throws HandshakeException;
  }

  /**
   * Runs the dialling side to its end.
   *
   * @throws SocketTimeoutException when the deadline passes
   */
  public HandshakeStep<InitiatorState> initiate(HandshakeStep<InitiatorState> first)
      throws SocketTimeoutException {
    return run(
        first,
        (state, payload) -> state.receive(HandshakeCodec.decodeFromAcceptor(payload)),
        stream.tls() ? HandshakeSocket::endOfSession : InitiatorState::endOfStream,
        List.of());
  }

  /**
   * Runs the dialled side to its end. What a {@link HandshakeStep.Done} wants to send is left to
   * the caller, who puts the link in place first.
   *
   * @throws SocketTimeoutException when the deadline passes
   */
  public HandshakeStep<AcceptorState> accept(HandshakeStep<AcceptorState> first)
      throws SocketTimeoutException {
    return run(
        first,
        (state, payload) -> state.receive(HandshakeCodec.decodeFromInitiator(payload)),
        AcceptorState::endOfStream,
        NO_TLS);
  }

  /**
   * With TLS 1.3 the dialled side judges a certificate when this side holds the session for good.
   */
  private static HandshakeStep<InitiatorState> endOfSession(InitiatorState state) {
    return state instanceof InitiatorState.AwaitStatus
        ? HandshakeStep.failed(
            HandshakeFailure.TLS_FAILURE,
            "the peer closed the TLS session before any answer, as a node does that refuses this"
                + " one's certificate")
        : state.endOfStream();
  }

  private <S> HandshakeStep<S> run(
      HandshakeStep<S> first,
      Receive<S> receive,
      Function<S, HandshakeStep<S>> endOfStream,
      List<HandshakeMessage> answerToTls)
      throws SocketTimeoutException {
    HandshakeStep<S> step = first;
    while (true) {
      boolean open = step instanceof HandshakeStep.Done || send(step.send());
      if (!(step instanceof HandshakeStep.Next<S>(List<HandshakeMessage> _, S state))) {
        return step;
      }
      try {
        ByteBuffer payload = open ? receive() : null;
        step = payload == null ? endOfStream.apply(state) : receive.apply(state, payload);
      } catch (HandshakeException e) {
        List<HandshakeMessage> answer =
            e.reason() == HandshakeFailure.TLS_FAILURE ? answerToTls : List.of();
        step = new HandshakeStep.Failed<>(answer, e.reason(), e.detail());
      }
    }
  }

  /** Writes messages, so short that they fit the empty buffers of a new connection. */
  private boolean send(List<HandshakeMessage> messages) {
    try {
      for (HandshakeMessage message : messages) {
        stream.out().write(stream.packet(message));
      }
      return true;
    } catch (IOException _) {
      return false; // the peer is gone: what that means depends on the state
    }
  }

  private @Nullable ByteBuffer receive() throws SocketTimeoutException, HandshakeException {
    byte[] header = read(stream.lengthBytes());
    if (header == null) {
      return null;
    }
    ByteBuffer number = ByteBuffer.wrap(header);
    long length =
        stream.tls()
            ? Integer.toUnsignedLong(number.getInt())
            : Short.toUnsignedInt(number.getShort());
    byte[] payload = read(checkedLength(length, stream.tls()));
    return payload == null ? null : ByteBuffer.wrap(payload);
  }

  /**
   * The length of a packet, which may come.
   *
   * @param length as the peer says
   * @throws HandshakeException when it is too long, or the first bytes of a TLS record
   */
  static int checkedLength(long length, boolean tls) throws HandshakeException {
    if (!tls && (length == TLS_ALERT || length == TLS_HELLO)) {
      throw new HandshakeException(
          HandshakeFailure.TLS_FAILURE, "the peer speaks TLS, but this node does not");
    }
    if (length > HandshakeCodec.MAX_PACKET_BYTES) {
      throw new HandshakeException(
          HandshakeFailure.PROTOCOL_ERROR, "a handshake packet of " + length + " bytes");
    }
    return (int) length;
  }

  /** Reads so many bytes; null when the peer closes before. */
  private byte @Nullable [] read(int count) throws SocketTimeoutException, HandshakeException {
    byte[] bytes = new byte[count];
    try {
      for (int have = 0; have < count; ) {
        int left = deadline.millisLeft();
        if (left == 0) {
          throw new SocketTimeoutException("the deadline of the handshake has passed");
        }
        stream.socket().setSoTimeout(left);
        int more = stream.in().read(bytes, have, count - have);
        if (more < 0) {
          return null;
        }
        have += more;
      }
      return bytes;
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException e) {
      if (deadline.passed()) { // cut off by the watchdog
        throw new SocketTimeoutException("the deadline of the handshake has passed");
      }
      if (e instanceof SSLException) {
        throw new HandshakeException(HandshakeFailure.TLS_FAILURE, TlsDetail.of(e));
      }
      return null; // a reset is an end too
    }
  }
}
