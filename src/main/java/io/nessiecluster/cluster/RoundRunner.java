package io.nessiecluster.cluster;

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

/**
 * Runs one round: list nodes, look up, build names, dial those that are not connected, list again.
 * Only one runs at a time; {@link Discovery} sees to that.
 */
final class RoundRunner {

  private final DnsCluster cluster;
  private final Resolver resolver;
  private final DnsCluster.Environment environment;
  private final NodeName self;
  private final String basename;
  private final ClusterState state;
  private final Dialler dialler;

  RoundRunner(
      DnsCluster cluster,
      Resolver resolver,
      DnsCluster.Environment environment,
      NodeName self,
      String basename,
      ClusterState state) {
    this.cluster = cluster;
    this.resolver = resolver;
    this.environment = environment;
    this.self = self;
    this.basename = basename;
    this.state = state;
    this.dialler =
        new Dialler(
            environment.executor(),
            environment.nanoTime(),
            resolver.connectNode(),
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
    Instant startedAt = environment.clock().instant();
    long startedNanos = environment.nanoTime().getAsLong();
    Set<NodeName> connected = new HashSet<>(resolver.listNodes().nodes());

    expectation.accept(cluster.lookupTimeout());
    List<QueryLookup> lookups = lookUp();
    List<LookupResult> results = new ArrayList<>();
    Map<NodeName, Set<String>> found = new LinkedHashMap<>();
    for (QueryLookup lookup : lookups) {
      List<LookupResult> ofQuery = lookup.results(cluster.lookupTimeout());
      results.addAll(ofQuery);
      collect(lookup.query(), ofQuery, found);
    }
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
            errors,
            results);
    state.completed(round, Set.copyOf(targets));
    return round;
  }

  private List<QueryLookup> lookUp() throws InterruptedException {
    List<QueryLookup> lookups =
        cluster.queries().stream()
            .map(
                query ->
                    new QueryLookup(
                        query, cluster.recordTypes(), resolver.lookup(), environment.nanoTime()))
            .toList();
    environment
        .executor()
        .invokeAll(lookups, cluster.lookupTimeout().toNanos(), TimeUnit.NANOSECONDS);
    return lookups;
  }

  private void collect(
      DnsQuery.Name query, List<LookupResult> results, Map<NodeName, Set<String>> found) {
    for (LookupResult result : results) {
      for (String address : result.outcome().addresses()) {
        NodeName node = NodeName.of(query.basename().orElse(basename), address);
        if (!node.equals(self)) {
          found.computeIfAbsent(node, name -> new LinkedHashSet<>()).add(query.name());
        }
      }
    }
  }
}
