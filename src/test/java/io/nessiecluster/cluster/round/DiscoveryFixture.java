package io.nessiecluster.cluster.round;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.state.KnownNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A cluster {@value #QUERY} with scripted peers, DNS and time; the threads are real. */
public final class DiscoveryFixture implements AutoCloseable {

  /** The bound on every wait in a test. */
  public static final Duration BOUND = Duration.ofSeconds(20);

  public static final Duration INTERVAL = Duration.ofSeconds(5);
  public static final String QUERY = "app.svc";
  public static final NodeName SELF = new NodeName("app@10.0.0.1");

  public final FakeLookup lookup = new FakeLookup();
  public final FakePeers peers = new FakePeers(SELF);
  public final ManualTime time = new ManualTime();
  public final CountingExecutor executor = new CountingExecutor();
  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Queue<ClusterEvent> told = new ConcurrentLinkedQueue<>();

  private DnsCluster cluster =
      DnsCluster.create()
          .withQuery(new DnsQuery.Name(QUERY))
          .withInterval(INTERVAL)
          .withJitter(0)
          .withEager(false) // but for those tests that are about it
          .withLogger((level, message) -> logged.add(level + " " + message))
          .withListener(told::add)
          .withResolver(new Resolver(NodeName::basename, peers, peers, lookup));
  private Discovery discovery;

  /** The peer {@code app@10.0.x.y}; from 2, as 1 is this node. */
  public static NodeName peer(int number) {
    return new NodeName("app@" + address(number));
  }

  public static String address(int number) {
    return "10.0." + number / 250 + "." + number % 250;
  }

  /** Refines how the cluster is discovered. */
  public DiscoveryFixture with(UnaryOperator<DnsCluster> refinement) {
    cluster = refinement.apply(cluster);
    return this;
  }

  /** Rounds run by hand only. */
  public DiscoveryFixture byHand() {
    return with(any -> any.byHand());
  }

  public DiscoveryFixture resolver(UnaryOperator<Resolver> refinement) {
    return with(
        any ->
            any.withResolver(
                refinement.apply(new Resolver(NodeName::basename, peers, peers, lookup))));
  }

  /** The DNS names these peers, and no other, by A records of {@value #QUERY}. */
  public DiscoveryFixture named(int... numbers) {
    lookup.addresses(
        QUERY,
        RecordType.A,
        Arrays.stream(numbers).mapToObj(DiscoveryFixture::address).toArray(String[]::new));
    return this;
  }

  public Discovery start() {
    return start(new Environment(time, time, new Random(42), executor));
  }

  /** Starts on the machine's nano time, for what must really time out. */
  public Discovery startInRealTime() {
    return start(new Environment(time, System::nanoTime, new Random(42), executor));
  }

  public Discovery build() {
    discovery = cluster.build(new Environment(time, time, new Random(42), executor));
    return discovery;
  }

  private Discovery start(Environment environment) {
    discovery = cluster.start(environment);
    return discovery;
  }

  /** A round by hand, from its request to its result. */
  public DiscoveryResult round() throws Exception {
    return discovery.discoverNodes(BOUND);
  }

  /** Lets a time pass, polls as a scheduler does, and waits for the round if there is one. */
  public boolean pollAfter(Duration passed) throws InterruptedException {
    time.advance(passed);
    boolean due = discovery.pollIfDue();
    awaitIdle();
    return due;
  }

  /** Waits until no round runs. */
  public void awaitIdle() throws InterruptedException {
    executor.awaitRunning(0);
  }

  public KnownNode known(NodeName node) {
    return find(node).orElseThrow(() -> new AssertionError(node + " is not known"));
  }

  public Optional<KnownNode> find(NodeName node) {
    return discovery.snapshot().nodes().stream().filter(n -> n.name().equals(node)).findFirst();
  }

  /** The events of a kind until now, in order. */
  public <E extends ClusterEvent> List<E> events(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public List<DiscoveryRound> rounds() {
    return events(ClusterEvent.RoundCompleted.class).stream()
        .map(ClusterEvent.RoundCompleted::round)
        .toList();
  }

  /** The lines that contain a text, in order. */
  public List<String> logged(String part) {
    return logged.stream().filter(line -> line.contains(part)).toList();
  }

  /** Waits until so many lookups have begun. */
  public void awaitLookups(int count) throws InterruptedException {
    await(lookup, fake -> fake.calls().size() >= count);
  }

  /** Waits, within the bound, until a state that nobody signals has come. */
  public static <T> void await(T subject, Predicate<T> condition) throws InterruptedException {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!condition.test(subject)) {
      if (System.nanoTime() - end > 0 || Thread.interrupted()) {
        throw new AssertionError("the condition did not come about within " + BOUND);
      }
      Thread.onSpinWait();
      Thread.yield();
    }
  }

  /** Runs a task in a thread of its own. */
  public static <T> Background<T> inBackground(Callable<T> task) {
    return new Background<>(task);
  }

  @Override
  public void close() throws InterruptedException {
    lookup.release();
    peers.release();
    if (discovery != null) {
      discovery.stop(BOUND);
    }
    executor.shutdownNow();
    if (!executor.awaitTermination(BOUND.toNanos(), NANOSECONDS)) {
      throw new AssertionError("tasks still run");
    }
  }
}
