package io.nessiecluster.base;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;

/**
 * Threads that come to their tasks when a test lets them: each is beyond the point at which it
 * would see that its task was cancelled, and before the first step of it.
 */
public final class BelatedThreads extends ExecutorByHand {

  private final Queue<Runnable> tasks = new ArrayDeque<>();

  /** How many have a task that they have not come to. */
  public int waiting() {
    return tasks.size();
  }

  /** All come to their tasks, one after the other, on the calling thread. */
  public void come() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Runnable task, T result) {
    return newTaskFor(
        () -> {
          task.run();
          return result;
        });
  }

  @Override
  protected <T> RunnableFuture<T> newTaskFor(Callable<T> task) {
    return new FutureTask<>(task) {
      @Override
      public boolean cancel(boolean interrupt) {
        return false;
      }
    };
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public void shutdown() {
    super.shutdown();
    tasks.clear();
  }
}
