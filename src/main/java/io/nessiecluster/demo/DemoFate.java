package io.nessiecluster.demo;

import io.nessiecluster.distribution.NodeRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One node of the demo dies and returns, over and over, until this is closed. */
final class DemoFate implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger("io.nessiecluster.demo");

  /** How long it lives at first, is dead, and lives ever after. */
  record Times(Duration first, Duration dead, Duration later) {
    static final Times DEFAULT =
        new Times(Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofMinutes(5));
  }

  private final DemoNode node;
  private final NodeRuntime runtime;
  private final Times times;
  private boolean closed; // guarded by this, as what follows
  private @Nullable ScheduledFuture<?> next;

  private DemoFate(DemoNode node, NodeRuntime runtime, Times times) {
    this.node = node;
    this.runtime = runtime;
    this.times = times;
  }

  /** Begins with a node that is up. */
  static DemoFate of(DemoNode node, NodeRuntime runtime, Times times) {
    DemoFate fate = new DemoFate(node, runtime, times);
    fate.then(times.first(), fate::die);
    return fate;
  }

  /** On a thread of its own: the timer is for short tasks. */
  private synchronized void then(Duration delay, Runnable step) {
    if (closed) {
      return;
    }
    try {
      next =
          runtime
              .timer()
              .schedule(
                  () -> runtime.threads().newThread(step).start(),
                  delay.toMillis(),
                  TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the service stops, and the fate of the demo's node with it", e);
    }
  }

  private void die() {
    node.stop();
    LOG.infof("demo: %s has died, and returns in %d s", node.name(), times.dead().toSeconds());
    then(times.dead(), this::revive);
  }

  private void revive() {
    try {
      node.restart();
      LOG.infof("demo: %s has returned", node.name());
    } catch (IOException e) {
      LOG.warnf("demo: %s cannot return yet: %s", node.name(), e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return;
    }
    if (node.isUp()) {
      then(times.later(), this::die);
    } else {
      then(times.dead(), this::revive);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (next != null) {
      next.cancel(false);
    }
  }
}
