package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The decisions of a round that finds nothing new, without DNS and without nodes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
public class RoundBenchmark {

  private static final Duration BOUND = Duration.ofSeconds(20);

  @Param({"10", "100", "1000", "5000"})
  public int nodes;

  private ExecutorService executor;
  private Discovery discovery;

  @Setup
  public void setUp() throws Exception {
    executor = Executors.newVirtualThreadPerTaskExecutor();
    NodeName self = new NodeName("app@10.0.0.0");
    List<String> addresses =
        IntStream.rangeClosed(1, nodes).mapToObj(i -> "10.0." + i / 250 + "." + i % 250).toList();
    List<NodeName> connected =
        Stream.concat(Stream.of(self), addresses.stream().map(a -> NodeName.of("app", a))).toList();
    LookupOutcome answer = new LookupOutcome.Answer(addresses, Duration.ofSeconds(5));
    discovery =
        DnsCluster.create()
            .withQuery(new DnsQuery.Name("app.svc."))
            .byHand()
            .withRecordTypes(List.of(RecordType.A))
            .withLogger((level, message) -> {})
            .withResolver(
                new Resolver(
                    NodeName::basename,
                    (node, timeout) -> {},
                    () -> connected,
                    (name, type) -> answer))
            .start(new Environment(Clock.systemUTC(), System::nanoTime, new Random(42), executor));
    discovery.discoverNodes(BOUND);
  }

  @Benchmark
  public DiscoveryResult unchangedRound() throws Exception {
    return discovery.discoverNodes(BOUND);
  }

  @TearDown
  public void tearDown() throws Exception {
    discovery.stop(BOUND);
    executor.close();
  }
}
