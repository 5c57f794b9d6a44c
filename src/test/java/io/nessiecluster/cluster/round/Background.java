package io.nessiecluster.cluster.round;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * A task in a thread of its own, which the system interrupts for others: a virtual one that spins,
 * even one that yields, can keep its carrier from threads that were woken from outside for ever.
 */
public final class Background<T> {

  private final FutureTask<T> task;
  private final Thread thread;

  public Background(Callable<T> callable) {
    task = new FutureTask<>(callable);
    thread = Thread.ofPlatform().daemon().start(task);
  }

  public boolean isDone() {
    return task.isDone();
  }

  public void interrupt() {
    thread.interrupt();
  }

  /** Waits until it waits with a bound of its own, as for a round. */
  public void awaitWaiting() throws InterruptedException {
    DiscoveryFixture.await(thread, t -> t.getState() == Thread.State.TIMED_WAITING);
  }

  public T result() throws Exception {
    return task.get(DiscoveryFixture.BOUND.toNanos(), NANOSECONDS);
  }
}
