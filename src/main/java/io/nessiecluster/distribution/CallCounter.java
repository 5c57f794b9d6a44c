package io.nessiecluster.distribution;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts calls by what they came to, for a link and so for its node. */
final class CallCounter {

  private final @Nullable CallCounter node;
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong late = new AtomicLong();
  private final Map<CallFailure, Long> failed =
      new EnumMap<>(CallFailure.class); // guarded by itself

  /**
   * A counter at zero.
   *
   * @param node counts what this one counts; null for a node's own
   */
  CallCounter(@Nullable CallCounter node) {
    this.node = node;
  }

  void succeeded() {
    succeeded.incrementAndGet();
    if (node != null) {
      node.succeeded();
    }
  }

  void failed(CallFailure failure) {
    synchronized (failed) {
      failed.merge(failure, 1L, Long::sum);
    }
    if (node != null) {
      node.failed(failure);
    }
  }

  void late() {
    late.incrementAndGet();
    if (node != null) {
      node.late();
    }
  }

  CallStatistics statistics(int inFlight) {
    Map<CallFailure, Long> failures = new EnumMap<>(CallFailure.class);
    EnumSet.allOf(CallFailure.class).forEach(failure -> failures.put(failure, 0L));
    synchronized (failed) {
      failures.putAll(failed);
    }
    return new CallStatistics(inFlight, succeeded.get(), failures, late.get());
  }
}
