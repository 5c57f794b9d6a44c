package io.nessiecluster.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.NodeState;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Shows what is: read from the snapshot when asked, so that it is never behind. */
@Singleton
class ClusterGauges {

  private static final double MILLIS_PER_SECOND = 1000.0;

  private final MeterRegistry registry;
  private final Discovery discovery;
  private final EventFeed<?> feed;

  ClusterGauges(MeterRegistry registry, Discovery discovery, EventFeed<?> feed) {
    this.registry = registry;
    this.discovery = discovery;
    this.feed = feed;
  }

  void register(@Observes StartupEvent event) {
    rounds();
    nodes();
    Gauge.builder(MetricNames.EVENT_READERS, feed, EventFeed::readers)
        .description("Readers of the events")
        .register(registry);
    FunctionCounter.builder(MetricNames.EVENT_READERS_DROPPED, feed, EventFeed::dropped)
        .description("Readers of the events that were dropped for being slow")
        .register(registry);
  }

  private void rounds() {
    gauge(
        MetricNames.LAST_ROUND,
        "End of the last round, in s since 1970; 0 = none yet",
        snapshot -> seconds(snapshot.lastRound().map(DiscoveryRound::endedAt)));
    gauge(
        MetricNames.LAST_SUCCESS,
        "End of the last round in which no lookup failed, in s since 1970; 0 = none yet",
        snapshot -> seconds(snapshot.lastSuccess()));
    gauge(
        MetricNames.LAST_ROUND_AGE,
        "Seconds since the end of the last round; before the first, since the start",
        snapshot -> seconds(snapshot.roundEnd().age()));
    gauge(
        MetricNames.LAST_ANSWER_AGE,
        "Seconds since the end of the last round in which the DNS answered, in one address family"
            + " at least; before the first, since the start",
        snapshot -> seconds(snapshot.answerEnd().age()));
    Gauge.builder(
            MetricNames.ROUND_DUE,
            discovery,
            source -> source.untilDue().map(ClusterGauges::seconds).orElse(Double.NaN))
        .description(
            "Seconds until the next round is due, or the running one must have done what it does"
                + " now; negative when overdue, NaN when no round comes by itself")
        .register(registry);
    gauge(
        MetricNames.HAS_RAN,
        "Whether a round has completed",
        snapshot -> snapshot.hasRan() ? 1 : 0);
    gauge(
        MetricNames.RUNNING,
        "Whether rounds run when due; 0 = stopped, or nothing to query",
        snapshot -> snapshot.state() == DiscoveryState.RUNNING ? 1 : 0);
    gauge(
        MetricNames.FAILED_ROUNDS,
        "Rounds in a row of which every lookup failed",
        DiscoverySnapshot::failedRounds);
  }

  private void nodes() {
    for (NodeState state : NodeState.values()) {
      Gauge.builder(MetricNames.NODES, discovery, source -> (double) source.snapshot().count(state))
          .description("Known nodes by state, the own one not counted")
          .tag(MetricNames.STATE, state.code())
          .register(registry);
    }
    gauge(
        MetricNames.CONNECTED_NODES,
        "Connected nodes, vanished ones included",
        DiscoverySnapshot::connected);
    gauge(
        MetricNames.FLAPPING_NODES,
        "Nodes whose connections are lost again and again, connected at this moment or not",
        snapshot -> snapshot.flapping().size());
  }

  private void gauge(String name, String description, ToDoubleFunction<DiscoverySnapshot> value) {
    Gauge.builder(name, discovery, source -> value.applyAsDouble(source.snapshot()))
        .description(description)
        .register(registry);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }

  private static double seconds(Optional<Instant> time) {
    return time.map(at -> at.toEpochMilli() / MILLIS_PER_SECOND).orElse(0.0);
  }
}
