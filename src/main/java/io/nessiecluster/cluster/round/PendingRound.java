package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.DiscoveryRound;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A round that runs or will run, and all who wait for it. */
final class PendingRound {

  /** What is done under the ticket. */
  @FunctionalInterface
  interface Work {
    DiscoveryRound run() throws InterruptedException;
  }

  private final long number;
  private final CompletableFuture<DiscoveryRound> done = new CompletableFuture<>();
  private boolean polled; // guarded by the gate of RoundQueue
  private boolean byHand; // likewise
  private boolean begun; // likewise
  private volatile boolean stopped;
  private boolean interrupted;
  private @Nullable Thread worker;

  PendingRound(long number) {
    this.number = number;
  }

  /** The number of the round; no other ever has it, whatever becomes of this one. */
  long number() {
    return number;
  }

  /** Completes when the round is over, or will never be. */
  CompletableFuture<DiscoveryRound> done() {
    return done;
  }

  /** Whether the poll timer asked for it, alone or among others. */
  boolean isPolled() {
    return polled;
  }

  void markPolled() {
    polled = true;
  }

  /** Whether somebody asked for it by hand, alone or among others; fixed once it has begun. */
  boolean isByHand() {
    return byHand;
  }

  void markByHand() {
    byHand = true;
  }

  /** Whether it has begun; until then who asks shares it. */
  boolean hasBegun() {
    return begun;
  }

  void markBegun() {
    begun = true;
  }

  /** Whether discovery was stopped while it ran; stays so when discovery is started again. */
  boolean isStopped() {
    return stopped;
  }

  void stop() {
    stopped = true;
  }

  void refuse(String name) {
    done.completeExceptionally(new DiscoveryStoppedException(name));
  }

  /** Interrupts the work, or keeps it from waiting for anything if it has not begun yet. */
  synchronized void interrupt() {
    interrupted = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  /** Does the work, open to {@link #interrupt()}; the thread is left without an interrupt. */
  DiscoveryRound run(Work work) throws InterruptedException {
    enter();
    try {
      return work.run();
    } finally {
      leave();
    }
  }

  private synchronized void enter() {
    worker = Thread.currentThread();
    if (interrupted) {
      worker.interrupt();
    }
  }

  private synchronized void leave() {
    worker = null;
    if (interrupted) {
      Thread.interrupted(); // meant for the work alone
    }
  }
}
