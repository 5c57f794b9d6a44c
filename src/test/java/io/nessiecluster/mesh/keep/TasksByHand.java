package io.nessiecluster.mesh.keep;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** An executor whose tasks run when a test says so, on its thread. */
final class TasksByHand extends AbstractExecutorService {

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean refuses;

  @Override
  public void execute(Runnable task) {
    if (refuses) {
      throw new RejectedExecutionException("no thread could be started");
    }
    tasks.add(task);
  }

  void refuse(boolean toRefuse) {
    refuses = toRefuse;
  }

  int waiting() {
    return tasks.size();
  }

  void runNext() {
    tasks.remove().run();
  }

  void runAll() {
    while (!tasks.isEmpty()) {
      runNext();
    }
  }

  @Override
  public void shutdown() {
    refuses = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    refuses = true;
    List<Runnable> left = List.copyOf(tasks);
    tasks.clear();
    return left;
  }

  @Override
  public boolean isShutdown() {
    return refuses;
  }

  @Override
  public boolean isTerminated() {
    return refuses && tasks.isEmpty();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return isTerminated();
  }
}
