package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When sweeps are due: the interval after the end of the last, and soon after a link came up or was
 * lost; but never so often that watching takes more than 5 % of a processor. Safe for threads.
 */
final class SweepTimer {

  /**
   * From a nudge to the sweep, so that a burst of them is one sweep; within the 100 ms promised.
   */
  static final Duration SETTLE = Duration.ofMillis(50);

  /** From the end of a sweep to one that was nudged, at least. */
  static final Duration APART = Duration.ofMillis(100);

  private static final int SHARE = 20; // 1 of so many

  private final Duration interval;
  private final LongSupplier nanoTime;
  private Deadline earliest;
  private Deadline due; // at once
  private boolean nudged;

  SweepTimer(Duration interval, LongSupplier nanoTime) {
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.earliest = Deadline.in(Duration.ZERO, nanoTime);
    this.due = earliest;
  }

  /** How long the next sweep waits after one that cost so much. */
  static Duration stretched(Duration interval, Duration cost) {
    Duration least = cost.multipliedBy(SHARE);
    return least.compareTo(interval) > 0 ? least : interval;
  }

  /** Something has happened that a sweep would show. */
  synchronized void nudge() {
    nudged = true;
    bringForward();
    notifyAll();
  }

  private void bringForward() {
    Deadline soon = Deadline.in(SETTLE, nanoTime);
    Deadline allowed = soon.nanos() - earliest.nanos() > 0 ? soon : earliest;
    if (due.nanos() - allowed.nanos() > 0) {
      due = allowed;
    }
  }

  /** Waits until a sweep is due, which then begins. */
  synchronized void await() throws InterruptedException {
    while (!due.passed()) {
      wait(due.millisLeft());
    }
    nudged = false;
  }

  /** A sweep has ended that cost so much. */
  synchronized void ended(Duration cost) {
    earliest = Deadline.in(stretched(APART, cost), nanoTime);
    due = Deadline.in(stretched(interval, cost), nanoTime);
    if (nudged) { // while it ran: it may have missed what has happened
      bringForward();
    }
  }

  /** The time until the next sweep; zero when it is due. */
  synchronized Duration untilDue() {
    return due.left();
  }
}
