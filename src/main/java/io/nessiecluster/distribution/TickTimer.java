package io.nessiecluster.distribution;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private @Nullable Future<?> schedule;

  TickTimer(
      Supplier<List<DistributionConnection>> links, Duration netTickTime, LongSupplier nanoTime) {
    this.links = links;
    this.netTickTime = netTickTime.toNanos();
    this.nanoTime = nanoTime;
    this.lastLook = nanoTime.getAsLong();
  }

  synchronized void start(ScheduledExecutorService timer) {
    long delay = netTickTime / LOOKS_PER_TICK_TIME;
    schedule = timer.scheduleWithFixedDelay(this::look, delay, delay, TimeUnit.NANOSECONDS);
  }

  /** Ticks the links on which nothing was written, and loses those that are silent or stuck. */
  synchronized void look() {
    long now = nanoTime.getAsLong();
    for (DistributionConnection link : links.get()) {
      link.look(now, lastLook, netTickTime);
    }
    lastLook = now;
  }

  @Override
  public synchronized void close() {
    if (schedule != null) {
      schedule.cancel(false);
    }
  }
}
