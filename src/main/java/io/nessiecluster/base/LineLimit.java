package io.nessiecluster.base;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Bounds the log lines that others can cause at will: so many in a second. The rest is counted, to
 * be told with the next line. Safe for threads.
 */
public final class LineLimit {

  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final LongSupplier nanoTime;
  private long since;
  private int lines;
  private long leftOut;

  /**
   * A limit that nothing has used.
   *
   * @param nanoTime as {@code System.nanoTime()}
   */
  public LineLimit(int perSecond, LongSupplier nanoTime) {
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /**
   * Whether a line may be written.
   *
   * @return how many were left out before it and are to be told of; nothing when this one is left
   *     out, too
   */
  public synchronized OptionalLong admit() {
    long now = nanoTime.getAsLong();
    if (now - since >= SECOND) {
      since = now;
      lines = 0;
    }
    if (lines >= perSecond) {
      leftOut++;
      return OptionalLong.empty();
    }
    lines++;
    return OptionalLong.of(takeLeftOut());
  }

  /** How many lines were left out of which nobody was told; they count as told now. */
  public synchronized long takeLeftOut() {
    long told = leftOut;
    leftOut = 0;
    return told;
  }
}
