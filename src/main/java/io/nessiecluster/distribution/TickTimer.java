package io.nessiecluster.distribution;

import io.nessiecluster.base.EternalLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at every link four times per net-ticktime, as {@code net_kernel} does. Ticks go by this
 * timer alone: answering ticks with ticks would never end between two nodes that both do.
 */
final class TickTimer implements AutoCloseable {

  private static final int LOOKS_PER_TICK_TIME = 4;

  private final Supplier<List<DistributionConnection>> links;
  private final long netTickTime;
  private final LongSupplier nanoTime;
  private long lastLook;
  private final EternalLoop loop = new EternalLoop("tick timer", this::look);

  TickTimer(
      Supplier<List<DistributionConnection>> links, Duration netTickTime, LongSupplier nanoTime) {
    this.links = links;
    this.netTickTime = netTickTime.toNanos();
    this.nanoTime = nanoTime;
    this.lastLook = nanoTime.getAsLong();
  }

  void start(ScheduledExecutorService timer) {
    loop.start(timer, Duration.ofNanos(netTickTime / LOOKS_PER_TICK_TIME), nanoTime);
  }

  EternalLoop loop() {
    return loop;
  }

  /**
   * Ticks the links on which nothing was written, and loses those that are silent or stuck. What
   * goes wrong with one is thrown when all were looked at.
   */
  synchronized void look() {
    long now = nanoTime.getAsLong();
    Throwable fault = null;
    for (DistributionConnection link : links.get()) {
      try {
        link.look(now, lastLook, netTickTime);
      } catch (RuntimeException | Error e) {
        fault = e;
      }
    }
    lastLook = now;
    if (fault != null) {
      throw new IllegalStateException("a link could not be looked at", fault);
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
