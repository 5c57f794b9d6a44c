package io.nessiecluster.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.RecordType;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Counts what happens. Every value of every label is there from the start, at 0. */
@Singleton
public class ClusterMeters implements Consumer<ClusterEvent> {

  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private static final List<String> OUTCOMES =
      Stream.concat(
              Stream.of("answer", "partial"),
              Arrays.stream(LookupOutcome.Reason.values()).map(LookupOutcome.Reason::code))
          .toList();

  private final MeterRegistry registry;
  private final Timer rounds;
  private final Counter discoveries;
  private final Counter vanishings;
  private final Counter linksUp;
  private final Map<ConnectCause, Counter> connectFailures;
  private final Map<LossCause, Counter> linksLost;
  private final Map<RecordType, Timer> lookups;

  ClusterMeters(MeterRegistry registry) {
    this.registry = registry;
    this.rounds = timer(MetricNames.ROUND_DURATION, "How long rounds take").register(registry);
    this.discoveries =
        counter(MetricNames.DISCOVERIES, "Nodes that the DNS named for the first time, or again");
    this.vanishings = counter(MetricNames.VANISHED, "Nodes that the DNS ceased to name");
    this.linksUp = counter(MetricNames.LINKS_UP, "Connections that came up, whoever dialled");
    this.connectFailures =
        byCause(
            ConnectCause.class, MetricNames.CONNECT_FAILURES, "Dials in vain", ConnectCause::code);
    this.linksLost =
        byCause(
            LossCause.class, MetricNames.LINKS_LOST, "Connections that were lost", LossCause::code);
    this.lookups = new EnumMap<>(RecordType.class);
    for (RecordType type : RecordType.values()) {
      lookups.put(
          type,
          timer(MetricNames.LOOKUP_DURATION, "How long lookups take")
              .tag(MetricNames.TYPE, type.name())
              .register(registry));
      OUTCOMES.forEach(outcome -> lookups(type, outcome));
    }
  }

  @Override
  public void accept(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.NodeDiscovered e -> discoveries.increment();
      case ClusterEvent.NodeNamed e -> {
        // counted when discovered
      }
      case ClusterEvent.NodeConnected e -> linksUp.increment();
      case ClusterEvent.NodeLost e -> increment(linksLost, e.cause());
      case ClusterEvent.NodeFailing e -> increment(connectFailures, e.error().cause());
      case ClusterEvent.NodeVanished e -> vanishings.increment();
      case ClusterEvent.DnsFailing e -> {
        // counted with its round
      }
      case ClusterEvent.DnsRecovered e -> {
        // counted with its round
      }
      case ClusterEvent.MeshEvent e -> {
        // shown by gauges
      }
      case ClusterEvent.ActedByHand e -> {
        // counted by what it changes
      }
      case ClusterEvent.RoundCompleted e -> completed(e.round());
    }
  }

  private void completed(DiscoveryRound round) {
    rounds.record(round.duration());
    for (LookupResult lookup : round.lookups()) {
      Timer timer = lookups.get(lookup.type());
      if (timer != null) {
        timer.record(lookup.duration());
      }
      lookups(lookup.type(), lookup.outcome().code()).increment();
    }
  }

  private Counter lookups(RecordType type, String outcome) {
    return Counter.builder(MetricNames.LOOKUPS)
        .description("Lookups, by record type and outcome")
        .tag(MetricNames.TYPE, type.name())
        .tag(MetricNames.OUTCOME, outcome)
        .register(registry);
  }

  private static <C extends Enum<C>> void increment(Map<C, Counter> counters, C cause) {
    Counter counter = counters.get(cause);
    if (counter != null) {
      counter.increment();
    }
  }

  private <C extends Enum<C>> Map<C, Counter> byCause(
      Class<C> causes, String name, String description, Function<C, String> code) {
    Map<C, Counter> counters = new EnumMap<>(causes);
    for (C cause : causes.getEnumConstants()) {
      counters.put(
          cause,
          Counter.builder(name)
              .description(description)
              .tag(MetricNames.CAUSE, code.apply(cause))
              .register(registry));
    }
    return counters;
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }
}
