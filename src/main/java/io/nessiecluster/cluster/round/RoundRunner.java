package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.Tracer;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.ClusterState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs one round: list nodes, look up, build names, dial those that are not connected, list again.
 * Only one runs at a time; {@link RoundQueue} sees to that.
 */
final class RoundRunner {

  private final DnsCluster cluster;
  private final Resolver resolver;
  private final TracedResolver traced;
  private final Environment environment;
  private final NodeName self;
  private final String basename;
  private final ClusterState state;
  private final DialBatch dialler;
  private final Places places;
  private final List<QueryLookup> hanging = new ArrayList<>(); // deaf to their interrupt

  RoundRunner(
      DnsCluster cluster,
      Resolver resolver,
      Environment environment,
      NodeName self,
      String basename,
      ClusterState state) {
    this.cluster = cluster;
    this.resolver = resolver;
    this.traced = new TracedResolver(resolver, cluster.tracer());
    this.environment = environment;
    this.self = self;
    this.basename = basename;
    this.state = state;
    this.places = new Places(Places.MOST, cluster::log);
    this.dialler =
        new DialBatch(
            environment.executor(),
            environment.nanoTime(),
            traced,
            cluster.connectConcurrency(),
            cluster.connectTimeout());
  }

  /**
   * Runs the round.
   *
   * @param stopped when true, no further dial begins
   * @param expectation is told, before each wait, how long that may take
   */
  DiscoveryRound run(long number, BooleanSupplier stopped, Consumer<Duration> expectation)
      throws InterruptedException {
    Tracer.Span span = traced.begin(number);
    boolean completed = false;
    try {
      DiscoveryRound round = runTraced(number, stopped, expectation);
      completed = true;
      return round;
    } finally {
      span.end(completed ? "completed" : "broken_off", !completed);
    }
  }

  private DiscoveryRound runTraced(
      long number, BooleanSupplier stopped, Consumer<Duration> expectation)
      throws InterruptedException {
    Instant startedAt = environment.clock().instant();
    long startedNanos = environment.nanoTime().getAsLong();
    Set<NodeName> connected = new HashSet<>(resolver.listNodes().nodes());

    expectation.accept(cluster.lookupTimeout());
    List<LookupResult> results = lookUp();
    Map<NodeName, Set<Question>> found = found(results);
    List<NodeConnectError> withoutPlace = places.withhold(found, state);
    state.lookedUp(results, found);

    List<NodeName> targets =
        found.keySet().stream().filter(node -> !connected.contains(node)).toList();
    expectation.accept(dialler.bound(targets.size()));
    List<NodeConnectError> errors = dialler.dial(targets, stopped, state::connectFailed);

    DiscoveryRound round =
        new DiscoveryRound(
            number,
            startedAt,
            Duration.ofNanos(environment.nanoTime().getAsLong() - startedNanos),
            resolver.listNodes().nodes(),
            Places.joined(withoutPlace, errors),
            results);
    List<NodeName> overdue = state.completed(round, Set.copyOf(targets));
    if (cluster.vanishPolicy() instanceof VanishPolicy.Disconnect policy
        && !stopped.getAsBoolean()) {
      overdue.forEach(node -> disconnect(policy, node));
    }
    return round;
  }

  /** Asks for all names at once; each name once, even when several queries share it. */
  private List<LookupResult> lookUp() throws InterruptedException {
    hanging.removeIf(lookup -> !lookup.isRunning());
    Set<String> stuck = hanging.stream().map(QueryLookup::name).collect(Collectors.toSet());
    List<QueryLookup> lookups =
        cluster.queries().stream()
            .map(DnsQuery.Name::name)
            .distinct()
            .map(
                name ->
                    new QueryLookup(name, cluster.recordTypes(), traced, environment.nanoTime()))
            .toList();
    environment
        .executor()
        .invokeAll(
            lookups.stream().filter(lookup -> !stuck.contains(lookup.name())).toList(),
            TimeUnit.NANOSECONDS.convert(cluster.lookupTimeout()),
            TimeUnit.NANOSECONDS);
    lookups.stream().filter(QueryLookup::isRunning).forEach(hanging::add);
    return lookups.stream()
        .flatMap(lookup -> lookup.results(cluster.lookupTimeout()).stream())
        .toList();
  }

  /** The nodes that the answers name, but this one, with the questions that were answered so. */
  private Map<NodeName, Set<Question>> found(List<LookupResult> results) {
    Map<NodeName, Set<Question>> found = new LinkedHashMap<>();
    for (DnsQuery.Name query : cluster.queries()) {
      for (LookupResult result : results) {
        if (!result.query().equals(query.name())) {
          continue;
        }
        Set<Question> question = Set.of(Question.of(result)); // shared by all nodes of an answer
        for (String address : result.outcome().addresses()) {
          NodeName node = NodeName.of(query.basename().orElse(basename), address);
          found.merge(node, question, RoundRunner::union);
        }
      }
    }
    found.remove(self);
    return found;
  }

  private static Set<Question> union(Set<Question> some, Set<Question> more) {
    Set<Question> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return all;
  }

  private void disconnect(VanishPolicy.Disconnect policy, NodeName node) {
    try {
      policy.disconnectNode().disconnect(node);
    } catch (RuntimeException e) { // the others are disconnected all the same
      cluster.log(Level.ERROR, "disconnecting " + node + " threw " + e);
    }
  }
}
