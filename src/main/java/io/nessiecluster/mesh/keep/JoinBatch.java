package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.Faults;
import io.nessiecluster.mesh.plan.Join;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Joins that are made together, a few at a time. Safe for threads; ends once, whatever is thrown.
 */
final class JoinBatch {

  /** Those that have not begun after this time are left to the next plan: this one is old then. */
  static final Duration TIME = Duration.ofSeconds(15);

  /** Makes one join, and keeps what came of it. */
  @FunctionalInterface
  interface Maker {
    void make(Join join) throws InterruptedException;
  }

  /** Makes one join after the other; to cancel it interrupts its thread. */
  private final class Worker extends FutureTask<Boolean> {
    private Worker() {
      super(JoinBatch.this::work, true);
    }

    @Override
    protected void done() {
      stopped();
    }
  }

  private final Maker maker;
  private final Runnable onEnd;
  private final Faults faults;
  private final Deadline end;
  private final Queue<Join> joins; // guarded by this, as all below
  private final List<Worker> workers = new ArrayList<>();
  private int working;

  /**
   * A batch that has not begun, but whose time runs.
   *
   * @param onEnd told once, when all is done or given up; with no lock held
   */
  JoinBatch(
      Collection<Join> joins, Maker maker, Runnable onEnd, Faults faults, LongSupplier nanoTime) {
    this.joins = new ArrayDeque<>(joins);
    this.maker = maker;
    this.onEnd = onEnd;
    this.faults = faults;
    this.end = Deadline.in(TIME, nanoTime);
  }

  /** Begins, with so many joins at a time, each of them on a thread of the executor. */
  void start(int atOnce, Executor executor) {
    for (Worker worker : workers(atOnce)) {
      try {
        executor.execute(worker);
      } catch (RuntimeException | Error refusal) { // as a thread that cannot be started
        faults.accept(refusal);
        boolean _ = worker.cancel(false);
      }
    }
  }

  private synchronized List<Worker> workers(int atOnce) {
    working = Math.min(atOnce, joins.size());
    for (int i = 0; i < working; i++) {
      workers.add(new Worker());
    }
    return List.copyOf(workers);
  }

  /** Gives up what has not been made, and interrupts what is being made. */
  void cancel() {
    List<Worker> all;
    synchronized (this) {
      joins.clear();
      all = List.copyOf(workers);
    }
    all.forEach(worker -> worker.cancel(true));
  }

  private void work() {
    try {
      for (Join join = next(); join != null; join = next()) {
        maker.make(join);
      }
    } catch (InterruptedException _) {
      return; // cancelled meanwhile
    } catch (RuntimeException | Error fault) {
      faults.accept(fault);
    }
  }

  private synchronized @Nullable Join next() {
    return end.passed() ? null : joins.poll();
  }

  private void stopped() {
    boolean isLast;
    synchronized (this) {
      working--;
      isLast = working == 0;
    }
    if (isLast) {
      onEnd.run();
    }
  }
}
