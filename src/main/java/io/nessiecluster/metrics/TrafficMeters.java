package io.nessiecluster.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.nessiecluster.cluster.DistributionTraffic;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Shows what the own node exchanges with its peers; read from its counters when asked. */
@Singleton
class TrafficMeters {

  private final MeterRegistry registry;
  private final DistributionTraffic.Source source;

  TrafficMeters(MeterRegistry registry, DistributionTraffic.Source source) {
    this.registry = registry;
    this.source = source;
  }

  void register(@Observes StartupEvent event) {
    direction("in", DistributionTraffic::in);
    direction("out", DistributionTraffic::out);
    for (String result : source.traffic().calls().keySet()) {
      counter(
          MetricNames.CALLS,
          "Calls of functions at peers, by how they ended",
          MetricNames.RESULT,
          result,
          traffic -> traffic.calls().getOrDefault(result, 0L));
    }
    FunctionCounter.builder(
            MetricNames.HANDSHAKES_REFUSED, source, s -> s.traffic().refusedHandshakes())
        .description("Dials of peers that came to nothing")
        .register(registry);
  }

  private void direction(
      String name, Function<DistributionTraffic, DistributionTraffic.Direction> direction) {
    traffic(MetricNames.FRAMES, "Frames other than ticks", name, t -> direction.apply(t).frames());
    traffic(MetricNames.BYTES, "Bytes of all frames", name, t -> direction.apply(t).bytes());
    traffic(MetricNames.TICKS, "Ticks", name, t -> direction.apply(t).ticks());
  }

  private void traffic(
      String name,
      String description,
      String direction,
      ToDoubleFunction<DistributionTraffic> value) {
    counter(name, description, MetricNames.DIRECTION, direction, value);
  }

  private void counter(
      String name,
      String description,
      String label,
      String labelValue,
      ToDoubleFunction<DistributionTraffic> value) {
    FunctionCounter.builder(name, source, s -> value.applyAsDouble(s.traffic()))
        .description(description)
        .tag(label, labelValue)
        .register(registry);
  }
}
