package io.nessiecluster.app;

import io.nessiecluster.cluster.Discovery;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Asks the engine once a second whether a round is due. Fixed delay, jitter and back-off are the
 * engine's own, for the scheduler knows only fixed rates of whole seconds.
 */
@ApplicationScoped
class DiscoveryJob {

  private final Discovery discovery;

  DiscoveryJob(Discovery discovery) {
    this.discovery = discovery;
  }

  @Scheduled(
      identity = "discovery",
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @NonBlocking
  void poll() {
    discovery.pollIfDue();
  }
}
