package io.nessiecluster.base;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in their order and one at a time, on a thread of another executor that is asked for
 * only while there are some. With {@code Runnable::run} for that executor, whoever brings a task
 * runs what waits, unless another thread, or itself further up, is at it.
 *
 * <p>Nothing that is thrown ends it, Errors included: a task that throws is told of, and the next
 * one runs; when the executor refuses, its tasks wait for the next call of {@link #execute} or
 * {@link #resume}. Who uses it bounds the tasks that wait, by {@link #waiting}.
 */
public final class SerialExecutor implements Executor {

  private final Executor executor;
  private final Consumer<? super Throwable> onFault;
  private final Queue<Runnable> tasks = new ArrayDeque<>(1); // guarded by itself, as is running
  private boolean running;

  /**
   * An executor without tasks.
   *
   * @param executor runs what waits, in one go
   * @param onFault is told what a task throws, and why the executor refuses; on the thread on which
   *     that was seen, which holds no lock of this
   */
  public SerialExecutor(Executor executor, Consumer<? super Throwable> onFault) {
    this.executor = executor;
    this.onFault = onFault;
  }

  /** Adds a task and sees to it that it is run. */
  @Override
  public void execute(Runnable task) {
    add(task);
    resume();
  }

  /** Adds a task for {@link #resume} to run: for those who hold a lock that a task may need. */
  public void add(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
    }
  }

  /** Sees to it that what waits is run; does nothing when a thread is at it. Never throws. */
  public void resume() {
    synchronized (tasks) {
      if (running || tasks.isEmpty()) {
        return;
      }
      running = true;
    }
    try {
      executor.execute(this::runAll);
    } catch (Throwable refusal) { // as a thread that cannot be started: an Error
      synchronized (tasks) {
        running = false;
      }
      tell(refusal);
    }
  }

  /** How many tasks have not begun. */
  public int waiting() {
    synchronized (tasks) {
      return tasks.size();
    }
  }

  /** Drops the task that has waited longest, if any does. */
  public void dropOldest() {
    synchronized (tasks) {
      tasks.poll();
    }
  }

  private void runAll() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (Throwable fault) {
        tell(fault);
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (tasks) {
      Runnable task = tasks.poll();
      running = task != null;
      return task;
    }
  }

  private void tell(Throwable fault) {
    try {
      onFault.accept(fault);
    } catch (Throwable _) {
      return; // who cannot even be told must not keep the others from running
    }
  }
}
