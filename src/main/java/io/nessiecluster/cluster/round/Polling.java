package io.nessiecluster.cluster.round;

import io.nessiecluster.base.EternalLoop;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks a discovery once a second whether a round is due, and again at the very moment when one is
 * that falls between two seconds.
 *
 * <p>A {@link Discovery} whose environment has a timer has one of these itself; others call {@link
 * #poll} by a scheduler of theirs.
 */
public final class Polling implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Discovery discovery;
  private final ScheduledExecutorService timer;
  private final LongSupplier nanoTime;
  private final EternalLoop loop = new EternalLoop("poll timer", this::poll);
  private boolean started;

  /**
   * Polling that has not started.
   *
   * @param timer its tasks are short; not closed here
   * @param nanoTime a clock like {@code System.nanoTime()}
   */
  public Polling(Discovery discovery, ScheduledExecutorService timer, LongSupplier nanoTime) {
    this.discovery = discovery;
    this.timer = timer;
    this.nanoTime = nanoTime;
  }

  /** Polls every second from now on; does nothing when it does so, or is closed. */
  public synchronized void start() {
    if (!started) {
      started = true;
      loop.start(timer, PERIOD, nanoTime);
    }
  }

  /** One look: asks for a round that is due, or plans one that will be within the next second. */
  public void poll() {
    if (!discovery.pollIfDue()) {
      discovery.untilPoll().filter(left -> left.compareTo(PERIOD) < 0).ifPresent(this::pollAfter);
    }
  }

  private void pollAfter(Duration delay) {
    var _ = timer.schedule(discovery::pollIfDue, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Looks no more; a look that is planned still comes, and finds a discovery that is stopped. */
  @Override
  public synchronized void close() {
    started = true; // not again
    loop.close();
  }
}
