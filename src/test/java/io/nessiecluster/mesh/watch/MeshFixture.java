package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.round.CountingExecutor;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Some nodes, discovered and linked with us; sweeps are made by hand, and the clock with them. */
final class MeshFixture implements AutoCloseable {

  static final NodeName SELF = new NodeName("nessie@10.0.0.1");
  static final Duration INTERVAL = MeshSettings.DEFAULT.interval();
  static final Duration STABLE_FOR = MeshSettings.DEFAULT.stableFor();

  private static final int MOST_NUDGES = 30;

  final FakeMeshCalls beams;
  final ManualTime time = new ManualTime();
  final CountingExecutor executor = new CountingExecutor();
  private final Map<NodeName, KnownNode> known = new TreeMap<>();
  private final List<MeshEvent> told = new CopyOnWriteArrayList<>();
  private boolean hasRan = true;
  private long creations;
  private final AtomicBoolean nudged = new AtomicBoolean();
  private Sweeper sweeper;
  private Sweeper.Next next = Sweeper.Next.ANY_TIME;

  MeshFixture() {
    this(new FakeMeshCalls());
  }

  /** Of nodes that answer as these do. */
  MeshFixture(FakeMeshCalls beams) {
    this.beams = beams;
    this.sweeper = sweeper(MeshSettings.DEFAULT);
  }

  static NodeName node(int number) {
    return new NodeName("app@10.0.%d.%d".formatted(number / 250, number % 250));
  }

  static List<NodeName> nodes(int count) {
    return IntStream.rangeClosed(1, count).map(i -> i + 1).mapToObj(MeshFixture::node).toList();
  }

  /** The service has started, by these settings; anew, if it ran. */
  MeshFixture with(MeshSettings settings) {
    sweeper.close();
    sweeper = sweeper(settings);
    return this;
  }

  MeshFixture in(MeshSettings.Mode mode) {
    return with(MeshSettings.DEFAULT.in(mode));
  }

  private Sweeper sweeper(MeshSettings settings) {
    return new Sweeper(
        settings, this::discovery, beams, environment(time), told::add, () -> nudged.set(true));
  }

  Environment environment(LongSupplier nanoTime) {
    return new Environment(time, nanoTime, new Random(42), executor);
  }

  /** So many nodes that see nobody. */
  MeshFixture lone(int count) {
    nodes(count).forEach(this::start);
    return this;
  }

  /** So many nodes that see nobody and have just started. */
  MeshFixture young(int count) {
    nodes(count).forEach(this::startYoung);
    return this;
  }

  /** So many nodes that see each other. */
  MeshFixture whole(int count) {
    lone(count);
    beams.connectAll(nodes(count));
    return this;
  }

  /** The node starts, is discovered and linked with us; anew if it is there. */
  void start(NodeName node) {
    beams.start(node);
    link(node, ++creations);
  }

  /** The same, and it tells that it has just started. */
  void startYoung(NodeName node) {
    start(node);
    beams.facts(node, FakeMeshCalls.facts("27", "1.0.0", Duration.ofSeconds(1)));
  }

  /** It starts anew, and everybody dials it. */
  void restart(NodeName node) {
    start(node);
    known.keySet().stream()
        .filter(other -> !other.equals(node))
        .forEach(other -> beams.connect(node, other));
  }

  private void link(NodeName node, long creation) {
    put(node, Set.of("app.svc"), Optional.of(connection(false, creation)));
  }

  private static NodeConnection connection(boolean hidden, long creation) {
    return new NodeConnection(
        NodeConnection.Direction.OUTBOUND, hidden, false, Optional.of("10.0.0.9"), creation);
  }

  /** Its link to us is another one from now on; it is the same incarnation. */
  void relink(NodeName node) {
    link(node, known.get(node).connection().orElseThrow().creation());
  }

  /** It is linked with us by another incarnation's number. */
  void relinkAs(NodeName node, long creation) {
    link(node, creation);
  }

  /** Its link to us is lost. */
  void unlink(NodeName node) {
    put(node, known.get(node).discoveredBy(), Optional.empty());
  }

  /** It dies: its links are lost, and discovery names it still. */
  void die(NodeName node) {
    beams.stop(node);
    unlink(node);
  }

  /** Discovery names it no more. */
  void vanish(NodeName node) {
    known.remove(node);
  }

  /** It turns out to be hidden. */
  void hidden(NodeName node) {
    put(node, Set.of("app.svc"), Optional.of(connection(true, 1)));
  }

  /** A replica of this service is connected. */
  void replica(NodeName node) {
    put(node, Set.of(), Optional.of(connection(true, 1)));
  }

  /** It is connected, though discovery does not name it. */
  void unnamed(NodeName node) {
    put(node, Set.of(), Optional.of(connection(false, 1)));
  }

  private void put(NodeName node, Set<String> queries, Optional<NodeConnection> connection) {
    known.put(
        node,
        new KnownNode(
            node,
            Optional.empty(),
            time.instant(),
            queries,
            Optional.empty(),
            connection,
            Optional.empty(),
            0,
            0));
  }

  void noRoundYet() {
    hasRan = false;
  }

  synchronized DiscoverySnapshot discovery() {
    return new DiscoverySnapshot(
        SELF,
        DiscoveryState.RUNNING,
        hasRan,
        Optional.empty(),
        Optional.empty(),
        Since.now(time),
        Since.now(time),
        0,
        new ArrayList<>(known.values()),
        Map.of(),
        List.of());
  }

  /** A sweep, an interval after the last. */
  MeshSnapshot sweep() {
    return sweepAfter(INTERVAL);
  }

  /** After what time the last sweep wants another one, if not after the interval. */
  Optional<Duration> again() {
    return next.again();
  }

  MeshSnapshot sweepAfter(Duration passed) {
    time.advance(passed);
    try {
      next = sweeper.sweep();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return sweeper.latest();
  }

  MeshSnapshot sweeps(int count) {
    for (int i = 1; i < count; i++) {
      MeshSnapshot _ = sweep();
    }
    return sweep();
  }

  /** Sweeps until the mesh has stood for the time after which it is judged. */
  MeshSnapshot settle() {
    return sweeps(1 + (int) STABLE_FOR.dividedBy(INTERVAL));
  }

  /** A sweep, and those that follow at once, as long as what they have begun makes others due. */
  MeshSnapshot act() {
    MeshSnapshot _ = sweep();
    awaitIdle();
    for (int i = 0; nudged.getAndSet(false); i++) {
      if (i == MOST_NUDGES) {
        throw new AssertionError("one sweep makes another one due for ever");
      }
      MeshSnapshot _ = sweepAfter(SweepTimer.APART);
      awaitIdle();
    }
    return latest();
  }

  MeshSnapshot acts(int count) {
    for (int i = 1; i < count; i++) {
      MeshSnapshot _ = act();
    }
    return act();
  }

  /** Waits until all that was begun has ended. */
  void awaitIdle() {
    try {
      executor.awaitRunning(0);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Which rules refuse the joins of the last plan, in its order. */
  List<Rule> refusals() {
    return keeper().keeping().plan().refusals().stream().map(Refusal::rule).toList();
  }

  /** How often a member was asked to connect. */
  long connects() {
    return beams.counts().getOrDefault("connect", 0L);
  }

  /** How often a member was asked to try a way. */
  long tries() {
    return beams.counts().getOrDefault("reach", 0L);
  }

  MeshKeeping keeper() {
    return sweeper.keeper();
  }

  MeshSnapshot latest() {
    return sweeper.latest();
  }

  Instant now() {
    return time.instant();
  }

  MemberRow row(NodeName node) {
    return sweeper.latest().members().stream()
        .filter(row -> row.member().name().equals(node))
        .findFirst()
        .orElseThrow();
  }

  Check check(Check.Id id) {
    return sweeper.latest().checks().stream()
        .filter(check -> check.id() == id)
        .findFirst()
        .orElseThrow();
  }

  List<MeshEvent> told() {
    return List.copyOf(told);
  }

  <E extends MeshEvent> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  void forgetEvents() {
    told.clear();
  }

  @Override
  public void close() {
    sweeper.close();
    executor.shutdownNow();
  }
}
