package io.nessiecluster.distribution;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts frames of one direction, for a link and so for its node. */
final class TrafficCounter {

  private final @Nullable TrafficCounter node;
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong ticks = new AtomicLong();

  /**
   * A counter at zero.
   *
   * @param node counts what this one counts; null for a node's own
   */
  TrafficCounter(@Nullable TrafficCounter node) {
    this.node = node;
  }

  /** Counts a frame of so many bytes behind its length; a tick has none. */
  void count(int length) {
    (length == 0 ? ticks : frames).incrementAndGet();
    bytes.addAndGet(Integer.BYTES + length);
    if (node != null) {
      node.count(length);
    }
  }

  Traffic traffic() {
    return new Traffic(frames.get(), bytes.get(), ticks.get());
  }
}
