package io.nessiecluster.distribution;

import io.nessiecluster.distribution.call.CallTable;
import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.epmd.Alive2Response;
import io.nessiecluster.distribution.epmd.EpmdProtocolException;
import io.nessiecluster.distribution.epmd.EpmdRequest;
import io.nessiecluster.distribution.epmd.NamesResponse;
import io.nessiecluster.distribution.epmd.Port2Response;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.TermEncoder;
import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeCodec;
import io.nessiecluster.distribution.handshake.HandshakeException;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.FrameReader;
import io.nessiecluster.distribution.transport.FrameReaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What must hold whatever bytes come: only typed errors, and what was read survives a round trip.
 */
final class FuzzOracles {

  static final String SELF = "self@127.0.0.1";
  static final String PEER = "peer@127.0.0.1";

  private static final int MAX_FRAME_BYTES = 1 << 12;
  private static final int MAX_STEPS = 4; // no handshake has more messages of one side
  private static final LocalNode LOCAL =
      new LocalNode(SELF, DistributionFlag.HIDDEN_NODE, 7, Secret.of("unknown to the fuzzer"));

  private static final Pid CALLER = new Pid(Term.atom(SELF), 1, 0, 7);

  private FuzzOracles() {}

  /** Fails, or throws what is no typed error. */
  @FunctionalInterface
  interface Check {
    void run(byte[] input) throws Exception;
  }

  static void epmd(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    try {
      switch (in.hasRemaining() ? in.get() & 3 : 0) {
        case 0 -> {
          EpmdRequest request = EpmdRequest.decode(in);
          require(EpmdRequest.decode(request.encode().position(Short.BYTES)).equals(request));
        }
        case 1 -> {
          Port2Response answer = Port2Response.decode(in);
          require(Port2Response.decode(answer.encode()).equals(answer));
        }
        case 2 -> {
          Alive2Response answer = Alive2Response.decode(in);
          require(Alive2Response.decode(answer.encode()).equals(answer));
        }
        default -> {
          NamesResponse answer = NamesResponse.decode(in);
          require(NamesResponse.decode(answer.encode()).equals(answer));
        }
      }
    } catch (EpmdProtocolException _) {
      return; // typed
    }
  }

  static void handshakePacket(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    try {
      if (in.hasRemaining() && in.get() % 2 == 0) {
        HandshakeMessage message = HandshakeCodec.decodeFromInitiator(in);
        ByteBuffer again = ByteBuffer.wrap(HandshakeCodec.encode(message));
        require(HandshakeCodec.decodeFromInitiator(again).equals(message));
      } else {
        HandshakeMessage message = HandshakeCodec.decodeFromAcceptor(in);
        ByteBuffer again = ByteBuffer.wrap(HandshakeCodec.encode(message));
        require(HandshakeCodec.decodeFromAcceptor(again).equals(message));
      }
    } catch (HandshakeException _) {
      return; // typed
    }
  }

  /** A byte for role and verdict; then packets, each behind a length of two bytes. */
  static void handshake(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    int choice = in.hasRemaining() ? in.get() & 0xff : 0;
    // It depends on the proof itself, so that no proof can be built up bit by bit.
    int challenge = Arrays.hashCode(input);
    Verdict verdict = Verdict.values()[(choice >> 2) % Verdict.values().length];
    try {
      if ((choice & 1) == 0) {
        accept(in, Handshake.accept(LOCAL, challenge, _ -> verdict));
      } else {
        initiate(in, Handshake.initiate(LOCAL, PEER, challenge, () -> (choice & 2) == 0));
      }
    } catch (HandshakeException _) {
      return; // typed
    }
  }

  private static void accept(ByteBuffer in, HandshakeStep<AcceptorState> first)
      throws HandshakeException {
    HandshakeStep<AcceptorState> step = first;
    for (int i = 0; step instanceof HandshakeStep.Next<AcceptorState>(var send, var state); i++) {
      send.forEach(HandshakeCodec::packet);
      require(i < MAX_STEPS);
      ByteBuffer packet = packet(in);
      step =
          packet == null
              ? state.endOfStream()
              : state.receive(HandshakeCodec.decodeFromInitiator(packet));
    }
    step.send().forEach(HandshakeCodec::packet);
    require(!(step instanceof HandshakeStep.Done));
  }

  private static void initiate(ByteBuffer in, HandshakeStep<InitiatorState> first)
      throws HandshakeException {
    HandshakeStep<InitiatorState> step = first;
    for (int i = 0; step instanceof HandshakeStep.Next<InitiatorState>(var send, var state); i++) {
      send.forEach(HandshakeCodec::packet);
      require(i < MAX_STEPS);
      ByteBuffer packet = packet(in);
      step =
          packet == null
              ? state.endOfStream()
              : state.receive(HandshakeCodec.decodeFromAcceptor(packet));
    }
    step.send().forEach(HandshakeCodec::packet);
    require(!(step instanceof HandshakeStep.Done));
  }

  private static ByteBuffer packet(ByteBuffer in) {
    if (in.remaining() < Short.BYTES) {
      return null;
    }
    int length = Math.min(Short.toUnsignedInt(in.getShort()), in.remaining());
    ByteBuffer packet = in.slice(in.position(), length);
    in.position(in.position() + length);
    return packet;
  }

  static void frames(byte[] input) {
    FrameReader frames =
        FrameReaders.reader(new ByteArrayInputStream(input), MAX_FRAME_BYTES, () -> {});
    int taken = 0;
    try {
      for (ByteBuffer frame = frames.next(); frame != null; frame = frames.next()) {
        taken += Integer.BYTES + frame.remaining();
        require(frame.remaining() <= MAX_FRAME_BYTES && taken <= input.length);
        require(frames.capacity() <= 4 * MAX_FRAME_BYTES);
      }
    } catch (ProtocolException _) {
      return; // typed
    } catch (IOException e) {
      throw new AssertionError("an array cannot fail", e);
    }
  }

  static void term(byte[] input) {
    ByteBuffer in = ByteBuffer.wrap(input);
    try {
      Term term = TermDecoder.decode(in);
      require(TermDecoder.decode(ByteBuffer.wrap(TermEncoder.encode(term))).equals(term));
      require(!term.toString().isEmpty() && term.hashCode() == term.hashCode());
    } catch (TermDecodeException _) {
      require(in.position() == 0);
    }
  }

  static void control(byte[] input) {
    if (input.length == 0) {
      return; // a tick, which is no control message
    }
    try {
      CallTable calls = new CallTable(CALLER, () -> {});
      for (ByteBuffer answer : new ControlHandler(calls).onFrame(ByteBuffer.wrap(input))) {
        require(answer.getInt() == answer.remaining() && answer.get() == 112);
        while (answer.hasRemaining()) {
          TermDecoder.decode(answer);
        }
      }
    } catch (ProtocolException | TermDecodeException _) {
      return; // typed
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new AssertionError("an oracle does not hold");
    }
  }
}
