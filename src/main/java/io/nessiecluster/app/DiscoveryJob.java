package io.nessiecluster.app;

import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.Polling;
import io.nessiecluster.distribution.NodeRuntime;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Lets Quarkus's scheduler ask the engine whether a round is due. Fixed delay, jitter and back-off
 * are the engine's own, for the scheduler knows only fixed rates of whole seconds.
 */
@ApplicationScoped
class DiscoveryJob {

  private final Polling polling;

  DiscoveryJob(Discovery discovery, NodeRuntime runtime) {
    this.polling = new Polling(discovery, runtime.timer(), runtime.nanoTime());
  }

  @Scheduled(
      identity = "discovery",
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @NonBlocking
  void poll() {
    polling.poll();
  }
}
