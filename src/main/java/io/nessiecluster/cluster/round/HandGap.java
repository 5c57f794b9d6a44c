package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;

/**
 * Keeps rounds by hand apart, so that who asks without end makes no hammer of this service. Who
 * calls must hold the gate of {@link RoundQueue}.
 */
final class HandGap {

  private final Duration least;
  private final LongSupplier nanoTime;
  private final Condition changed;
  private Deadline over;

  /**
   * A gap that nothing is held back by, as there was no round by hand yet.
   *
   * @param least from the end of a round by hand to the beginning of the next; zero = none
   * @param changed a condition of the gate
   */
  HandGap(Duration least, LongSupplier nanoTime, Condition changed) {
    this.least = least;
    this.nanoTime = nanoTime;
    this.changed = changed;
    this.over = Deadline.in(Duration.ZERO, nanoTime);
  }

  /** Whether this round has to wait; one that was polled never has. */
  boolean holdsBack(PendingRound round) {
    return !round.isPolled() && !over.passed();
  }

  /**
   * Waits until this round may begin, and lets it begin.
   *
   * @throws InterruptedException when discovery is stopped meanwhile: the round is not to be run
   */
  void await(PendingRound round) throws InterruptedException {
    while (!round.hasBegun() && holdsBack(round)) {
      if (round.isStopped()) {
        throw new InterruptedException("stopped before it began");
      }
      var _ = changed.await(over.nanosLeft(), TimeUnit.NANOSECONDS);
    }
    round.markBegun();
  }

  /** Begins a gap, behind a round that somebody asked for by hand. */
  void ended(PendingRound round) {
    if (round.isByHand()) {
      over = Deadline.in(least, nanoTime);
    }
  }

  /** Lets the round that waits look whether it still has to. */
  void lookAgain() {
    changed.signalAll();
  }
}
