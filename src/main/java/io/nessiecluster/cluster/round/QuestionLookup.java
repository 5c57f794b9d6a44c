package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One question on its way through the DNS, on a thread of its own. */
final class QuestionLookup implements Runnable {

  private final Question question;
  private final Resolver.Lookup lookup;
  private final LongSupplier nanoTime;
  private final long began;
  private final Deadline deadline;
  private final BlockingQueue<QuestionLookup> ended;
  private @Nullable Future<?> task; // this one and the next are its owner's
  private boolean cancelled;
  private final AtomicBoolean taken = new AtomicBoolean(); // by its thread, or who cancelled it
  private volatile boolean over;
  private volatile @Nullable LookupResult result;

  /**
   * A lookup that has not begun.
   *
   * @param bound how long it may take
   * @param ended gets it when it is over
   */
  QuestionLookup(
      Question question,
      Resolver.Lookup lookup,
      LongSupplier nanoTime,
      Duration bound,
      BlockingQueue<QuestionLookup> ended) {
    this.question = question;
    this.lookup = lookup;
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.deadline = Deadline.in(bound, nanoTime);
    this.ended = ended;
  }

  Question question() {
    return question;
  }

  Deadline deadline() {
    return deadline;
  }

  /** Asks, on a thread of the executor; that there is none is an outcome too. */
  void begin(ExecutorService executor) {
    try {
      task = executor.submit(this);
    } catch (RuntimeException | Error e) { // fails this question, not the round
      end(new NoAnswer(Reason.NETWORK_ERROR, "no thread could be started for it: " + e));
    }
  }

  @Override
  public void run() {
    if (!taken.compareAndSet(false, true)) {
      return; // cancelled before it began
    }
    LookupOutcome outcome = null;
    try {
      outcome = Objects.requireNonNull(lookup.lookup(question.query(), question.type()));
      if (outcome.isFailure() && Thread.currentThread().isInterrupted()) {
        outcome = null; // that of the interrupt, not of the DNS
      }
    } catch (InterruptedException e) { // by who cancels it, or ends the executor
      outcome = null;
    } catch (RuntimeException | Error e) { // a lookup's fault says nothing about the others
      outcome = new NoAnswer(Reason.NETWORK_ERROR, "the lookup threw " + e);
    } finally {
      end(outcome);
    }
  }

  private void end(@Nullable LookupOutcome outcome) {
    result = outcome == null ? null : with(outcome);
    over = true;
    ended.add(this);
  }

  /** Interrupts it. Whatever it still comes to is of no interest. */
  void cancel() {
    cancelled = true;
    if (taken.compareAndSet(false, true)) {
      over = true; // it never begins
    }
    if (task != null) {
      task.cancel(true);
    }
  }

  /** Whether it still needs its thread: so does one that hears no interrupt. */
  boolean isUnderWay() {
    return !over;
  }

  /** What it has come to so far. */
  Optional<LookupResult> result() {
    return cancelled ? Optional.empty() : Optional.ofNullable(result);
  }

  /** A result of its time until now. */
  LookupResult with(LookupOutcome outcome) {
    Duration taken = Duration.ofNanos(nanoTime.getAsLong() - began);
    return new LookupResult(question.query(), question.type(), outcome, taken);
  }
}
