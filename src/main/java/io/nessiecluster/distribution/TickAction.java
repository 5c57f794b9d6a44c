package io.nessiecluster.distribution;

import io.nessiecluster.distribution.transport.OutboundQueue;
import java.time.Duration;

/** What a look at a link comes to. */
enum TickAction {
  /** Nothing to do. */
  CONTENT,
  /** Nothing was written for as long as the peer likes: tick. */
  SEND_TICK,
  /** Nothing was read for the net-ticktime. */
  TICK_TIMEOUT,
  /** A write makes no progress for the net-ticktime. */
  WRITE_STALLED;

  /**
   * One look at all links; times in nanoseconds of one source.
   *
   * @param now when it is
   * @param since what was before counts as if it had been then: a process that was suspended for
   *     long has heard nothing, which is no silence of the peer's
   * @param netTickTime the bound on silence
   */
  record Look(long now, long since, long netTickTime) {

    private static final int TICKS_PER_TICK_TIME = 4;

    /** What a BEAM at its defaults ticks at. */
    private static final long SLOWEST = Duration.ofSeconds(15).toNanos();

    /** How often a link is ticked at least: a quarter of the net-ticktime, and of a BEAM's. */
    static long slowestTicks(long netTickTime) {
      return Math.min(netTickTime / TICKS_PER_TICK_TIME, SLOWEST);
    }

    /** How often a link is ticked at least. */
    long slowestTicks() {
      return slowestTicks(netTickTime);
    }

    private boolean isTooLong(long from) {
      return now - from > netTickTime && now - since > netTickTime;
    }
  }

  /**
   * Judges a link; all times in nanoseconds of one source.
   *
   * @param lastRead when any byte of the peer last arrived
   * @param outbound what the writing does, and since when
   * @param interval how long after a write a tick is due
   */
  static TickAction of(Look look, long lastRead, OutboundQueue.Activity outbound, long interval) {
    if (outbound.writing()) {
      return look.isTooLong(outbound.nanos()) ? WRITE_STALLED : silence(look, lastRead, CONTENT);
    }
    boolean due = look.now() - outbound.nanos() >= interval;
    return silence(look, lastRead, due ? SEND_TICK : CONTENT);
  }

  private static TickAction silence(Look look, long lastRead, TickAction otherwise) {
    return look.isTooLong(lastRead) ? TICK_TIMEOUT : otherwise;
  }
}
