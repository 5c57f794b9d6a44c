package io.nessiecluster.distribution;

import io.nessiecluster.base.EternalLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Looks at every link so often that each can be ticked at the {@link TickPace} of its peer. Ticks
 * go by this timer alone: answering ticks with ticks would never end between two nodes that both
 * do.
 */
final class TickTimer implements AutoCloseable {

  private final Supplier<List<DistributionConnection>> links;
  private final long netTickTime;
  private final LongSupplier nanoTime;
  private long lastLook;
  private long since;
  private final EternalLoop loop = new EternalLoop("tick timer", this::look);

  TickTimer(
      Supplier<List<DistributionConnection>> links, Duration netTickTime, LongSupplier nanoTime) {
    this.links = links;
    this.netTickTime = netTickTime.toNanos();
    this.nanoTime = nanoTime;
    this.lastLook = nanoTime.getAsLong();
    this.since = lastLook - this.netTickTime; // each link counts from its own start
  }

  void start(ScheduledExecutorService timer) {
    long period = Math.min(TickAction.Look.slowestTicks(netTickTime), TickPace.QUICKEST);
    loop.start(timer, Duration.ofNanos(period), nanoTime);
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
    if (now - lastLook > netTickTime / 2) { // suspended: what waits is read within a quarter
      since = now - netTickTime + netTickTime / 4;
    } else if (now - since > netTickTime) {
      since = now - netTickTime - 1; // nano times compare within 292 years
    }
    TickAction.Look look = new TickAction.Look(now, since, netTickTime);
    Throwable fault = null;
    for (DistributionConnection link : links.get()) {
      try {
        link.look(look);
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
