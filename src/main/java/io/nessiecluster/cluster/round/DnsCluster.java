package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.Tracer;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.History;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a cluster is discovered: what to query, how often, and by which means. Immutable; start from
 * {@link #create()}, refine with the {@code with} methods, then {@link #start}.
 *
 * <pre>{@code
 * DnsCluster cluster = DnsCluster.create().withQuery(query).withResolver(resolver);
 * try (Discovery discovery = cluster.withListener(System.out::println).build(world)) {
 *   connector.start(us, runtime, discovery.connectionListener());
 *   discovery.start();
 *   end.await();
 * }
 * }</pre>
 */
public final class DnsCluster {

  /** Delay between the end of a round and the start of the next, unless another is given. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

  /** The bound on the bounds of lookups and dials. */
  private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

  /** Name of a discovery, unless another is given. */
  public static final String DEFAULT_NAME = "nessie_cluster";

  private String name = DEFAULT_NAME;
  private List<DnsQuery.Name> queries = List.of();
  private List<RecordType> recordTypes = List.of(RecordType.A, RecordType.AAAA);
  private Optional<Duration> interval = Optional.of(DEFAULT_INTERVAL);
  private double jitter = 0.1;
  private boolean eager = true;
  private Duration maxBackOff = Duration.ofSeconds(30);
  private Duration lookupTimeout = Duration.ofSeconds(30);
  private Duration connectTimeout = Duration.ofSeconds(7);
  private int connectConcurrency = 256;
  private Duration gapByHand = Duration.ZERO;
  private Naming naming = new Naming.ByAddress();
  private VanishPolicy vanishPolicy = new VanishPolicy.Keep(Duration.ofSeconds(60));
  private ClusterLogger logger = ClusterLogger.system("io.nessiecluster.cluster");
  private Consumer<ClusterEvent> listener = event -> {};
  private Tracer tracer = Tracer.off();
  private int historyRounds = 100;
  private int historyEventsPerNode = 16;
  private @Nullable Resolver resolver;

  private DnsCluster() {}

  private DnsCluster(DnsCluster other) {
    this.name = other.name;
    this.queries = other.queries;
    this.recordTypes = other.recordTypes;
    this.interval = other.interval;
    this.jitter = other.jitter;
    this.eager = other.eager;
    this.maxBackOff = other.maxBackOff;
    this.lookupTimeout = other.lookupTimeout;
    this.connectTimeout = other.connectTimeout;
    this.connectConcurrency = other.connectConcurrency;
    this.gapByHand = other.gapByHand;
    this.naming = other.naming;
    this.vanishPolicy = other.vanishPolicy;
    this.logger = other.logger;
    this.listener = other.listener;
    this.tracer = other.tracer;
    this.historyRounds = other.historyRounds;
    this.historyEventsPerNode = other.historyEventsPerNode;
    this.resolver = other.resolver;
  }

  /** A cluster named {@value #DEFAULT_NAME} that queries nothing, every 5 s. */
  public static DnsCluster create() {
    return new DnsCluster();
  }

  /** Names this discovery in logs and JSON. */
  public DnsCluster withName(String newName) {
    return with(copy -> copy.name = newName);
  }

  /**
   * What to query; a name that several queries share is looked up once in a round. {@link
   * DnsQuery.Ignore} among others is left out, alone it turns discovery off.
   */
  public DnsCluster withQuery(DnsQuery... newQueries) {
    List<DnsQuery.Name> names = new ArrayList<>();
    for (DnsQuery query : newQueries) {
      switch (query) {
        case DnsQuery.Name queried -> names.add(queried);
        case DnsQuery.Ignore ignore -> {
          // nothing to look up
        }
      }
    }
    return with(copy -> copy.queries = List.copyOf(names));
  }

  /** Which record types each query asks for, in this order; at least one. */
  public DnsCluster withRecordTypes(List<RecordType> types) {
    if (types.isEmpty()) {
      throw new IllegalArgumentException("at least one record type must be asked for");
    }
    return with(copy -> copy.recordTypes = types.stream().distinct().toList());
  }

  /** The delay between the end of a round and the start of the next. */
  public DnsCluster withInterval(Duration newInterval) {
    return with(copy -> copy.interval = Optional.of(newInterval));
  }

  /** Without an interval: rounds run only when asked for, by {@link Discovery#discoverNodes}. */
  public DnsCluster byHand() {
    return with(copy -> copy.interval = Optional.empty());
  }

  /** The largest share of the interval that is added at random, from 0 to 1. */
  public DnsCluster withJitter(double share) {
    return with(copy -> copy.jitter = share);
  }

  /**
   * Whether rounds follow each second, for half a minute, after a change of what the DNS names, a
   * first failure, and a link that came up or was lost; true unless said otherwise. Without effect
   * on an interval of a second or less.
   */
  public DnsCluster withEager(boolean newEager) {
    return with(copy -> copy.eager = newEager);
  }

  /** The bound on the interval as it doubles while the DNS fails. */
  public DnsCluster withMaxBackOff(Duration bound) {
    return with(copy -> copy.maxBackOff = bound);
  }

  /**
   * The bound on all lookups of a round together, above what the resolver bounds itself; up to a
   * day.
   */
  public DnsCluster withLookupTimeout(Duration timeout) {
    return with(copy -> copy.lookupTimeout = bounded("lookup timeout", timeout));
  }

  /** The bound on one dial, from the first packet to the proven cookie; up to a day. */
  public DnsCluster withConnectTimeout(Duration timeout) {
    return with(copy -> copy.connectTimeout = bounded("connect timeout", timeout));
  }

  /** How many dials may be under way at once, at least 1. */
  public DnsCluster withConnectConcurrency(int dials) {
    if (dials < 1) {
      throw new IllegalArgumentException("at least one dial must be allowed, not " + dials);
    }
    return with(copy -> copy.connectConcurrency = dials);
  }

  /**
   * The least time from the end of a round by hand to the beginning of the next; who asks meanwhile
   * shares that one. Up to a day; zero, the default, is none.
   */
  public DnsCluster withGapByHand(Duration gap) {
    if (!gap.isZero()) {
      bounded("gap between rounds by hand", gap);
    }
    return with(copy -> copy.gapByHand = gap);
  }

  /** What nodes are called. */
  public DnsCluster withNaming(Naming newNaming) {
    return with(copy -> copy.naming = newNaming);
  }

  /** What becomes of nodes that the DNS no longer names. */
  public DnsCluster withVanishPolicy(VanishPolicy policy) {
    return with(copy -> copy.vanishPolicy = policy);
  }

  /** Where changes are written; {@link ClusterLogger#off()} for nowhere. */
  public DnsCluster withLogger(ClusterLogger newLogger) {
    return with(copy -> copy.logger = newLogger);
  }

  /** Is told every event, in order, one at a time; must not throw. */
  public DnsCluster withListener(Consumer<ClusterEvent> newListener) {
    return with(copy -> copy.listener = newListener);
  }

  /** Records rounds, lookups and dials as spans. */
  public DnsCluster withTracer(Tracer newTracer) {
    return with(copy -> copy.tracer = newTracer);
  }

  /** How many rounds, and how many events of each known node, are kept in memory; 0 = none. */
  public DnsCluster withHistory(int rounds, int eventsPerNode) {
    if (rounds < 0 || eventsPerNode < 0) {
      throw new IllegalArgumentException("a history cannot keep less than nothing");
    }
    return with(
        copy -> {
          copy.historyRounds = rounds;
          copy.historyEventsPerNode = eventsPerNode;
        });
  }

  /** The means of lookup and connection. */
  public DnsCluster withResolver(Resolver newResolver) {
    return with(copy -> copy.resolver = newResolver);
  }

  /**
   * Makes the discovery without starting it, for those who must be told of links before the first
   * round.
   *
   * @throws IllegalStateException when the own node's name has no basename, there is no resolver,
   *     or a query is for nodes of any basename but these bear no names of their own
   */
  public Discovery build(Environment environment) {
    return new Discovery(this, resolver(), environment);
  }

  /**
   * Starts discovery: with a query and an interval the first round begins at once, and the others
   * follow by the environment's timer.
   *
   * @throws IllegalStateException when the own node's name has no basename, or there is no resolver
   */
  public Discovery start(Environment environment) {
    Discovery discovery = build(environment);
    discovery.start();
    return discovery;
  }

  /** Its name in logs and JSON. */
  public String name() {
    return name;
  }

  /** What is queried; empty = {@link DnsQuery.Ignore}. */
  public List<DnsQuery.Name> queries() {
    return queries;
  }

  public List<RecordType> recordTypes() {
    return recordTypes;
  }

  public Optional<Duration> interval() {
    return interval;
  }

  Optional<PollSchedule> schedule() {
    return interval.map(delay -> new PollSchedule(delay, jitter, maxBackOff));
  }

  /** Whether news makes rounds follow each second for a while. */
  public boolean isEager() {
    return eager;
  }

  /** The bound on all lookups of a round together. */
  public Duration lookupTimeout() {
    return lookupTimeout;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  int connectConcurrency() {
    return connectConcurrency;
  }

  Duration gapByHand() {
    return gapByHand;
  }

  Naming naming() {
    return naming;
  }

  VanishPolicy vanishPolicy() {
    return vanishPolicy;
  }

  /** Writes one line. */
  void log(Level level, String message) {
    logger().log(level, message);
  }

  /** Where lines are written, with this cluster's name. */
  ClusterLogger logger() {
    return new NamedLogger(name, logger);
  }

  Tracer tracer() {
    return tracer;
  }

  History history() {
    return new History(historyRounds, historyEventsPerNode);
  }

  Consumer<ClusterEvent> listener() {
    return listener;
  }

  private Resolver resolver() {
    if (resolver == null) {
      throw new IllegalStateException("discovery '" + name + "' has no resolver: use withResolver");
    }
    return resolver;
  }

  private static Duration bounded(String what, Duration timeout) {
    if (!timeout.isPositive() || timeout.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "the " + what + " must be positive and at most " + MAX_TIMEOUT + ", not " + timeout);
    }
    return timeout;
  }

  private DnsCluster with(Consumer<DnsCluster> change) {
    DnsCluster copy = new DnsCluster(this);
    change.accept(copy);
    copy.schedule(); // refuses an interval or a jitter out of bounds here, not in the first round
    return copy;
  }
}
