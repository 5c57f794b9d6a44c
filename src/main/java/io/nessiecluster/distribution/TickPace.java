package io.nessiecluster.distribution;

import java.time.Duration;

/**
 * How often the peer of one link wants to hear something, learnt from what it says itself. A node
 * ticks each quarter of its net-ticktime, so that the gap between two of its ticks tells it; the
 * longest of the last three gaps counts, as ticks that were held up on their way arrive in a bunch.
 * As nothing here is ever quicker than the peer, two nodes that both learn do not drive each other
 * on.
 *
 * <p>A peer that has something to write need not tick, and yet wants to hear: whoever only writes
 * is ticked each {@link #BESIDE_DATA}.
 *
 * <p>One thread reads and tells what it has read, one other asks and tells what it writes. Times
 * are nanoseconds of one source.
 */
final class TickPace {

  /** No link is ticked more often, however quick its peer is. */
  static final long QUICKEST = Duration.ofMillis(250).toNanos();

  /** How often a peer is ticked that writes, and is written nothing. */
  static final long BESIDE_DATA = Duration.ofMillis(500).toNanos();

  private static final long UNKNOWN = Long.MAX_VALUE;

  private final long start;
  private volatile long learnt = UNKNOWN;
  private volatile long lastData;
  private long lastTick; // the reader's own, as the gaps are
  private boolean hasTicked;
  private long gap1 = 0;
  private long gap2 = 0;
  private long overdue; // by how much the last own tick was late; the tick timer's own

  /** Nothing is known of the peer of a link that came up at {@code start}. */
  TickPace(long start) {
    this.start = start;
    this.lastData = start;
  }

  /** A tick was read. */
  void tick(long at) {
    if (hasTicked) {
      long gap = at - lastTick;
      learnt = Math.max(QUICKEST, Math.max(gap, Math.max(gap1, gap2)));
      gap2 = gap1;
      gap1 = gap;
    }
    hasTicked = true;
    lastTick = at;
  }

  /** A frame other than a tick was read: the peer need not tick meanwhile. */
  void data(long at) {
    hasTicked = false;
    lastData = at;
  }

  /**
   * How long after a write a tick is due.
   *
   * @param lastWrite when that write ended
   * @param slowest how often the link is ticked at least
   */
  long due(long lastWrite, long slowest) {
    return interval(lastWrite, slowest) - overdue;
  }

  /** A tick is written now; one that came late does not make the next one later still. */
  void ticked(long now, long lastWrite, long slowest) {
    long interval = interval(lastWrite, slowest);
    overdue = Math.clamp(now - lastWrite + overdue - interval, 0, Math.min(interval, QUICKEST));
  }

  private long interval(long lastWrite, long slowest) {
    boolean unanswered = lastData - start > 0 && lastData - lastWrite > 0;
    return Math.min(slowest, unanswered ? Math.min(learnt, BESIDE_DATA) : learnt);
  }
}
