package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * When sweeps are due: the interval after the end of the last, and soon after a link came up or was
 * lost; but never within the pause that the last one asks for. Safe for threads.
 */
final class SweepTimer {

  /**
   * From a nudge to the sweep, so that a burst of them is one sweep; within the 100 ms promised.
   */
  static final Duration SETTLE = Duration.ofMillis(50);

  /** From the end of a sweep to one that was nudged, at least. */
  static final Duration APART = Duration.ofMillis(100);

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

  /** The longer of the two. */
  static Duration stretched(Duration interval, Duration pause) {
    return pause.compareTo(interval) > 0 ? pause : interval;
  }

  /** Something has happened that a sweep would show. */
  void nudge() {
    bringForward(SETTLE);
  }

  /** The same, but it is known that nothing more is to come: a sweep need not wait for it. */
  void hurry() {
    bringForward(Duration.ZERO);
  }

  private synchronized void bringForward(Duration settle) {
    nudged = true;
    due(settle);
    notifyAll();
  }

  private void due(Duration settle) {
    Deadline soon = Deadline.in(settle, nanoTime);
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

  /**
   * A sweep has ended.
   *
   * @param pause for so long none may follow
   * @param again one is due after so long, if not earlier
   */
  synchronized void ended(Duration pause, Optional<Duration> again) {
    earliest = Deadline.in(stretched(APART, pause), nanoTime);
    Duration wait = again.filter(after -> after.compareTo(interval) < 0).orElse(interval);
    due = Deadline.in(stretched(wait, pause), nanoTime);
    if (nudged) { // while it ran: it may have missed what has happened
      due(SETTLE);
    }
  }

  /** The time until the next sweep; zero when it is due. */
  synchronized Duration untilDue() {
    return due.left();
  }
}
