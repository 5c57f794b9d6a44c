package io.nessiecluster.distribution;

import io.nessiecluster.distribution.transport.OutboundQueue;

/** What a look at a link, once every quarter of the net-ticktime, comes to. */
enum TickAction {
  /** Nothing to do. */
  CONTENT,
  /** Nothing was written since the last look: tick. */
  SEND_TICK,
  /** Nothing was read for the net-ticktime. */
  TICK_TIMEOUT,
  /** A write makes no progress for the net-ticktime. */
  WRITE_STALLED;

  /**
   * Judges a link; all times in nanoseconds of one source.
   *
   * @param lastLook when the links were last looked at
   * @param lastRead when any byte of the peer last arrived
   * @param outbound what the writing does, and since when
   * @param netTickTime the bound on silence
   */
  static TickAction of(
      long now, long lastLook, long lastRead, OutboundQueue.Activity outbound, long netTickTime) {
    // A process that was suspended for long has heard nothing, which is no silence of the peer's.
    boolean suspended = now - lastLook > netTickTime / 2;
    if (!suspended && outbound.writing() && now - outbound.nanos() > netTickTime) {
      return WRITE_STALLED;
    }
    if (!suspended && now - lastRead > netTickTime) {
      return TICK_TIMEOUT;
    }
    return !outbound.writing() && outbound.nanos() - lastLook <= 0 ? SEND_TICK : CONTENT;
  }
}
