package io.nessiecluster.cluster.round;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks a discovery once a second whether a round is due, and again at the very moment when one is
 * that falls between two seconds. Whatever asking throws is logged, and it is asked again.
 *
 * <p>A {@link Discovery} whose environment has a timer has one of these itself; others call {@link
 * #poll} by a scheduler of theirs.
 */
public final class Polling implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Discovery discovery;
  private final ScheduledExecutorService timer;
  private @Nullable Future<?> ticks;
  private boolean closed;

  /**
   * Polling that has not started.
   *
   * @param timer its tasks are short; not closed here
   */
  public Polling(Discovery discovery, ScheduledExecutorService timer) {
    this.discovery = discovery;
    this.timer = timer;
  }

  /** Polls every second from now on; does nothing when it does so, or is closed. */
  public synchronized void start() {
    if (ticks == null && !closed) {
      ticks =
          timer.scheduleWithFixedDelay(
              this::poll, PERIOD.toNanos(), PERIOD.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /** One look: asks for a round that is due, or plans one that will be within the next second. */
  public void poll() {
    try {
      if (!discovery.pollIfDue()) {
        discovery.untilPoll().filter(left -> left.compareTo(PERIOD) < 0).ifPresent(this::pollAfter);
      }
    } catch (RuntimeException | Error e) { // or the timer would never look again
      discovery.cluster().log(Level.ERROR, "polling threw " + e);
    }
  }

  private void pollAfter(Duration delay) {
    var unused = timer.schedule(discovery::pollIfDue, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Looks no more; a look that is planned still comes, and finds a discovery that is stopped. */
  @Override
  public synchronized void close() {
    closed = true;
    if (ticks != null) {
      ticks.cancel(false);
      ticks = null;
    }
  }
}
