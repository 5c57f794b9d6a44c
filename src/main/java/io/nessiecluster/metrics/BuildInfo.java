package io.nessiecluster.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Shows which version of the service runs, so that replicas of two can be told apart. */
@Singleton
class BuildInfo {

  private final MeterRegistry registry;
  private final String version;

  BuildInfo(
      MeterRegistry registry,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.registry = registry;
    this.version = version;
  }

  void register(@Observes StartupEvent event) {
    Gauge.builder(MetricNames.BUILD_INFO, () -> 1)
        .description("1, with the version of the service")
        .tag(MetricNames.VERSION, version)
        .register(registry);
  }
}
