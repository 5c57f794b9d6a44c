package io.nessiecluster.cluster;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/** A task in a thread of its own. */
final class Background<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  Background(Callable<T> callable) {
    task = new FutureTask<>(callable);
    thread = Thread.ofVirtual().start(task);
  }

  boolean isDone() {
    return task.isDone();
  }

  void interrupt() {
    thread.interrupt();
  }

  /** Waits until it waits with a bound of its own, as for a round. */
  void awaitWaiting() throws InterruptedException {
    DiscoveryFixture.await(thread, t -> t.getState() == Thread.State.TIMED_WAITING);
  }

  T result() throws Exception {
    return task.get(DiscoveryFixture.BOUND.toNanos(), NANOSECONDS);
  }
}
