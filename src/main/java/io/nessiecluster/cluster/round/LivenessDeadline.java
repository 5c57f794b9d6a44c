package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Until when the discovery loop must have given its next sign of life. Safe for threads. */
final class LivenessDeadline {

  /**
   * What a live loop may need beyond its own bounds: a scheduler's resolution, a paused machine.
   */
  static final Duration GRACE = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private volatile @Nullable Deadline deadline; // null = nothing is expected to happen

  LivenessDeadline(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The next sign is expected within this time, give or take the grace. */
  void expectWithin(Duration time) {
    deadline = Deadline.in(time.plus(GRACE).plusNanos(1), nanoTime); // its last moment is in time
  }

  void expectNothing() {
    deadline = null;
  }

  /** The time to the next sign, negative when it is late; empty when nothing is expected. */
  Optional<Duration> untilExpected() {
    return Optional.ofNullable(deadline)
        .map(current -> Duration.ofNanos(current.nanos() - nanoTime.getAsLong() - 1).minus(GRACE));
  }

  boolean isMet() {
    Deadline current = deadline;
    return current == null || !current.passed();
  }
}
