package io.nessiecluster.distribution;

import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it takes to connect to a real BEAM on loopback, and to call it; needs {@code erl}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class NodeBenchmark {

  private TestNodes nodes;
  private BeamNode beam;
  private ErlangNode linked;
  private ErlangNode dialling;

  @Setup
  public void setUp() throws Exception {
    nodes = new TestNodes();
    beam = nodes.beam(TestNodes.name("beam"));
    linked = nodes.start(TestNodes.name("linked"), new Silent());
    dialling = nodes.start(TestNodes.name("dialling"), new Silent());
    linked.connect(beam.name(), TestNodes.TIMEOUT);
  }

  @TearDown
  public void tearDown() throws Exception {
    nodes.close();
  }

  /** A dialling node without a link, and a BEAM that knows that there is none. */
  @State(Scope.Thread)
  public static class Unlinked {
    @Setup(Level.Invocation)
    public void disconnect(NodeBenchmark bench) throws Exception {
      if (bench.dialling.disconnect(bench.beam.name())) {
        Term linked = Term.list(Term.atom(bench.linked.name()));
        TestNodes.await("the BEAM sees it", () -> linked.equals(bench.hiddenNodes()));
      }
    }
  }

  private Term hiddenNodes() {
    try {
      return linked.call(
          beam.name(), "erlang", "nodes", List.of(Term.atom("hidden")), TestNodes.TIMEOUT);
    } catch (CallFailedException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** EPMD, TCP and handshake. */
  @Benchmark
  public Link connect(Unlinked unlinked) throws Exception {
    return dialling.connect(beam.name(), TestNodes.TIMEOUT);
  }

  @Benchmark
  public Term callByRex() throws Exception {
    return linked.call(CallMethod.REX, beam.name(), "erlang", "node", List.of(), TestNodes.TIMEOUT);
  }

  @Benchmark
  public Term callByErpc() throws Exception {
    return linked.call(
        CallMethod.ERPC, beam.name(), "erlang", "node", List.of(), TestNodes.TIMEOUT);
  }

  private static final class Silent implements LinkListener {
    @Override
    public void linkUp(Link link) {}

    @Override
    public void linkLost(Link link, LinkEnd cause, String detail) {}
  }
}
