package io.nessiecluster.app;

import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.distribution.NodeRuntime;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks the engine once a second whether a round is due, and again at the very moment when one is
 * that falls between two seconds. Fixed delay, jitter and back-off are the engine's own, for the
 * scheduler knows only fixed rates of whole seconds.
 */
@ApplicationScoped
class DiscoveryJob {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Discovery discovery;
  private final ScheduledExecutorService timer;

  DiscoveryJob(Discovery discovery, NodeRuntime runtime) {
    this.discovery = discovery;
    this.timer = runtime.timer();
  }

  @Scheduled(
      identity = "discovery",
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @NonBlocking
  void poll() {
    if (!discovery.pollIfDue()) {
      discovery.untilPoll().filter(left -> left.compareTo(PERIOD) < 0).ifPresent(this::pollAfter);
    }
  }

  private void pollAfter(Duration delay) {
    var _ = timer.schedule(discovery::pollIfDue, delay.toNanos(), TimeUnit.NANOSECONDS);
  }
}
