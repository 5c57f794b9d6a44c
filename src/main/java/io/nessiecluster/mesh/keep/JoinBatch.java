package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.Faults;
import io.nessiecluster.mesh.plan.Join;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Joins that are made together: newcomers a few at a time, heals one after the other. Safe for
 * threads; ends once, whatever is thrown.
 */
final class JoinBatch {

  /** Makes one join, and keeps what came of it. */
  @FunctionalInterface
  interface Maker {
    void make(Join join) throws InterruptedException;
  }

  private final Maker maker;
  private final Runnable onEnd;
  private final Faults faults;
  private final Queue<List<Join>> errands = new ArrayDeque<>(); // guarded by this, as all below
  private final List<FutureTask<?>> workers = new ArrayList<>();
  private int working;
  private boolean ended;

  /**
   * A batch that has not begun.
   *
   * @param onEnd told once, when all is done or given up; with no lock held
   */
  JoinBatch(List<Join> joins, Maker maker, Runnable onEnd, Faults faults) {
    this.maker = maker;
    this.onEnd = onEnd;
    this.faults = faults;
    joins.stream().filter(join -> !join.kind().heals()).map(List::of).forEach(errands::add);
    List<Join> heals = joins.stream().filter(join -> join.kind().heals()).toList();
    if (!heals.isEmpty()) {
      errands.add(heals);
    }
  }

  /** Begins, with so many at a time, each of them on a thread of the executor. */
  void start(int atOnce, Executor executor) {
    int wanted;
    synchronized (this) {
      wanted = Math.min(atOnce, errands.size());
      working = wanted;
    }
    for (int i = 0; i < wanted; i++) {
      FutureTask<?> worker = new FutureTask<>(this::work, true);
      synchronized (this) {
        workers.add(worker);
      }
      try {
        executor.execute(worker);
      } catch (RuntimeException | Error refusal) { // as a thread that cannot be started
        faults.accept(refusal);
        stopped();
      }
    }
  }

  /** Gives up what has not been made, and interrupts what is being made. */
  void cancel() {
    List<FutureTask<?>> all;
    synchronized (this) {
      errands.clear();
      all = List.copyOf(workers);
    }
    all.forEach(worker -> worker.cancel(true));
  }

  private void work() {
    try {
      for (List<Join> errand = next(); errand != null; errand = next()) {
        for (Join join : errand) {
          maker.make(join);
        }
      }
    } catch (InterruptedException _) {
      return; // cancelled meanwhile
    } catch (RuntimeException | Error fault) {
      faults.accept(fault);
    } finally {
      stopped();
    }
  }

  private synchronized @Nullable List<Join> next() {
    return errands.poll();
  }

  private void stopped() {
    boolean isLast;
    synchronized (this) {
      working--;
      isLast = working == 0 && !ended;
      ended |= isLast;
    }
    if (isLast) {
      onEnd.run();
    }
  }
}
