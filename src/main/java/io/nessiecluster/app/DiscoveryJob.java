package io.nessiecluster.app;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.Polling;
import io.nessiecluster.distribution.NodeRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * What Quarkus's scheduler runs each second: it asks the engine whether a round is due. Fixed
 * delay, jitter and back-off are the engine's own, for the scheduler knows only fixed rates of
 * whole seconds.
 */
@ApplicationScoped
class DiscoveryJob {

  /** A period of one second, and two more for what may delay a thread. */
  private static final Duration HELD_UP = Duration.ofSeconds(3);

  private final Polling polling;
  private final LongSupplier nanoTime;
  private volatile Since lastPoll;

  DiscoveryJob(Discovery discovery, NodeRuntime runtime) {
    this.polling = new Polling(discovery, runtime.timer(), runtime.nanoTime());
    this.nanoTime = runtime.nanoTime();
    this.lastPoll = Since.now(nanoTime);
  }

  void poll() {
    lastPoll = Since.now(nanoTime);
    polling.poll();
  }

  /** How long nobody has polled, if that is so long that whoever ought to is held up; else zero. */
  Duration heldUpFor() {
    Duration silence = lastPoll.age();
    return silence.compareTo(HELD_UP) >= 0 ? silence : Duration.ZERO;
  }
}
