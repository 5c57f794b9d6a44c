package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.AddressFamilies;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.RecordType;
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
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
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
  private final Redials redials;
  private final Places places;
  private final LookupBatch lookups;
  private final Map<Question, Set<Question>> alone; // what each is asked; the sets of one of them
  private final Optional<NameListing> listing; // for queries of any basename
  private final LongConsumer begun;

  RoundRunner(
      DnsCluster cluster,
      Resolver resolver,
      Environment environment,
      NodeName self,
      String basename,
      ClusterState state,
      LongConsumer begun) {
    this.cluster = cluster;
    this.resolver = resolver;
    this.traced = new TracedResolver(resolver, cluster.tracer());
    this.environment = environment;
    this.self = self;
    this.basename = basename;
    this.state = state;
    this.begun = begun;
    this.listing =
        switch (cluster.naming()) {
          case Naming.ByPeer(PeerNames names) ->
              Optional.of(new NameListing(names, self, cluster, environment));
          case Naming.ByAddress _ -> Optional.empty();
        };
    this.alone = new LinkedHashMap<>();
    for (DnsQuery.Name query : cluster.queries()) {
      for (RecordType type : cluster.recordTypes()) {
        alone.computeIfAbsent(new Question(query.name(), type), Set::of);
      }
    }
    this.places = new Places(Places.MOST, cluster::log);
    this.lookups =
        new LookupBatch(
            environment.executor(), environment.nanoTime(), traced, cluster.lookupTimeout());
    this.dialler =
        new DialBatch(
            environment.executor(),
            environment.nanoTime(),
            traced::begin,
            cluster.connectConcurrency(),
            cluster.connectTimeout());
    this.redials =
        new Redials(
            cluster.interval().orElse(Duration.ZERO),
            cluster.connectConcurrency(),
            environment.nanoTime());
  }

  /**
   * Runs the round.
   *
   * @param byHand whether nodes are dialled, too, that are left alone for a while or have just been
   *     dialled
   * @param stopped when true, no further dial begins
   * @param expectation is told, before each wait, how long that may take
   */
  DiscoveryRound run(
      long number, boolean byHand, BooleanSupplier stopped, Consumer<Duration> expectation)
      throws InterruptedException {
    begun.accept(number);
    Tracer.Span span = traced.beginRound(number);
    boolean completed = false;
    try {
      DiscoveryRound round = runTraced(number, byHand, stopped, expectation);
      completed = true;
      return round;
    } finally {
      span.end(completed ? "completed" : "broken_off", !completed);
    }
  }

  private DiscoveryRound runTraced(
      long number, boolean byHand, BooleanSupplier stopped, Consumer<Duration> expectation)
      throws InterruptedException {
    Instant startedAt = environment.clock().instant();
    long startedNanos = environment.nanoTime().getAsLong();
    Set<NodeName> connected = new HashSet<>(resolver.listNodes().nodes());

    expectation.accept(cluster.lookupTimeout());
    List<LookupResult> results = lookUp(stopped);
    Targets found = Targets.of(cluster.queries(), basename, results, self, alone);
    if (listing.isPresent()) {
      List<NodeName> before = state.targets().named();
      listing
          .get()
          .list(found, before, state.targets().apart(before, connected), stopped, expectation);
    }
    found.named().keySet().removeAll(state.targets().own(results, found.named().keySet()));
    List<NodeConnectError> withoutPlace = places.withhold(found.named(), state);
    state.lookedUp(results, found.named());
    List<NodeConnectError> errors = new ArrayList<>();
    found.errors().forEach(error -> errors.add(state.connectFailed(error)));

    Set<NodeName> named = new LinkedHashSet<>(found.named().keySet());
    named.addAll(state.targets().named()); // by questions that have no answer now, too
    List<NodeName> targets =
        state.targets().apart(named, connected).stream().filter(this::isToBeDialled).toList();
    redials.retain(targets);
    Map<NodeName, NodeConnectError> held = byHand ? Map.of() : heldBack(targets);
    List<NodeName> dialled = targets.stream().filter(node -> !held.containsKey(node)).toList();
    expectation.accept(dialler.bound(dialled.size()));
    errors.addAll(held.values());
    Since begun = Since.now(environment.nanoTime());
    dialler.dial(dialled, stopped, error -> failed(error, begun)).stream()
        .filter(error -> error.cause() != ConnectCause.OWN_NODE)
        .forEach(errors::add);

    DiscoveryRound round =
        new DiscoveryRound(
            number,
            startedAt,
            Duration.ofNanos(environment.nanoTime().getAsLong() - startedNanos),
            resolver.listNodes().nodes(),
            Places.joined(withoutPlace, errors),
            results);
    List<NodeName> overdue = state.completed(round, Set.copyOf(dialled));
    if (cluster.vanishPolicy() instanceof VanishPolicy.Disconnect policy
        && !stopped.getAsBoolean()) {
      overdue.forEach(node -> disconnect(policy, node));
    }
    return round;
  }

  /**
   * Asks for all names and types at once; each name once, even when several queries share it.
   *
   * @throws InterruptedException when discovery has been stopped, or its threads have, before all
   *     was answered: what ends with us is no failure of the DNS, and is told to nobody
   */
  private List<LookupResult> lookUp(BooleanSupplier stopped) throws InterruptedException {
    List<LookupResult> results = lookups.ask(List.copyOf(alone.keySet()));
    boolean ending = stopped.getAsBoolean() || environment.executor().isShutdown();
    if (ending && results.stream().anyMatch(result -> result.outcome().isFailure())) {
      throw new InterruptedException("stopped before every lookup was answered");
    }
    Set<Question> broken = AddressFamilies.brokenBesideTheOther(results);
    return results.stream()
        .map(result -> broken.contains(Question.of(result)) ? hinted(result) : result)
        .toList();
  }

  /** Says of a failure beside the other family's answer how to do without that lookup. */
  private LookupResult hinted(LookupResult result) {
    String others =
        cluster.recordTypes().stream()
            .filter(type -> type != result.type())
            .map(RecordType::name)
            .collect(Collectors.joining(","));
    return result.withMoreDetail(
        "; the other address family is answered: resource-types=%s does without this lookup"
            .formatted(others));
  }

  /** The targets that are not dialled now, each with the error that stands for the dial. */
  private Map<NodeName, NodeConnectError> heldBack(List<NodeName> targets) {
    Map<NodeName, NodeConnectError> held = new LinkedHashMap<>(redials.resting(targets));
    held.putAll(state.targets().heldBack(targets));
    return held;
  }

  private NodeConnectError failed(NodeConnectError error, Since begun) {
    NodeConnectError told = state.connectFailed(error);
    redials.failed(error.node(), begun, told);
    return told;
  }

  /** What stands for an address, whose EPMD lists no node, is no node itself. */
  private boolean isToBeDialled(NodeName target) {
    return !PeerNames.isAny(target) || listing.filter(NameListing::isNeeded).isEmpty();
  }

  private void disconnect(VanishPolicy.Disconnect policy, NodeName node) {
    try {
      policy.disconnectNode().disconnect(node);
    } catch (RuntimeException e) { // the others are disconnected all the same
      cluster.log(Level.ERROR, "disconnecting " + node + " threw " + e);
    }
  }
}
