package io.nessiecluster.mesh.keep;

import io.nessiecluster.base.ExecutorByHand;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;

/** An executor whose tasks run when a test says so, on its thread. */
final class TasksByHand extends ExecutorByHand {

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
}
