package io.nessiecluster.distribution.handshake;

import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Both sides of a handshake, with their encoding, without sockets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandshakeBenchmark {

  private static final Secret SECRET = Secret.of("monster");

  private final LocalNode dialling =
      new LocalNode("app@10.0.0.1", DistributionFlag.HIDDEN_NODE, 5, SECRET);
  private final LocalNode dialled =
      new LocalNode("app@10.0.0.2", DistributionFlag.HIDDEN_NODE, 6, SECRET);

  @Benchmark
  public HandshakeStep<InitiatorState> handshake() throws HandshakeException {
    HandshakeStep<InitiatorState> a = Handshake.initiate(dialling, dialled.name(), 11, () -> false);
    HandshakeStep<AcceptorState> b = Handshake.accept(dialled, 22, peer -> Verdict.OK);
    Queue<ByteBuffer> toB = encoded(a);
    Queue<ByteBuffer> toA = new ArrayDeque<>();
    while (!toB.isEmpty() || !toA.isEmpty()) {
      if (!toB.isEmpty()) {
        b =
            ((HandshakeStep.Next<AcceptorState>) b)
                .state()
                .receive(HandshakeCodec.decodeFromInitiator(toB.remove()));
        toA.addAll(encoded(b));
      } else {
        a =
            ((HandshakeStep.Next<InitiatorState>) a)
                .state()
                .receive(HandshakeCodec.decodeFromAcceptor(toA.remove()));
        toB.addAll(encoded(a));
      }
    }
    if (!(a instanceof HandshakeStep.Done)) {
      throw new IllegalStateException("no end: " + a);
    }
    return a;
  }

  private static Queue<ByteBuffer> encoded(HandshakeStep<?> step) {
    Queue<ByteBuffer> packets = new ArrayDeque<>();
    for (HandshakeMessage message : step.send()) {
      packets.add(ByteBuffer.wrap(HandshakeCodec.encode(message)));
    }
    return packets;
  }
}
