package io.nessiecluster.cluster.round;

import io.nessiecluster.base.SeenThreads;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A virtual thread for each task, which knows how many run, and rejects when it is told to. */
public final class CountingExecutor extends AbstractExecutorService {

  private final SeenThreads seen = new SeenThreads();
  private final ExecutorService threads = Executors.newThreadPerTaskExecutor(seen);
  private int running;
  private int accepted; // before the rejections begin
  private int rejections;
  private Supplier<? extends Error> errors;

  /** The next so many tasks are rejected. */
  synchronized void reject(int tasks) {
    rejections = tasks;
  }

  /** The next so many tasks get no thread, as when the system has none left. */
  synchronized void refuse(int tasks) {
    rejections = tasks;
    errors = () -> new OutOfMemoryError("unable to create native thread: as scripted");
  }

  /** After so many that get one, the next so many tasks get no thread. */
  synchronized void refuseAfter(int before, int tasks) {
    accepted = before;
    refuse(tasks);
  }

  synchronized int running() {
    return running;
  }

  /** Waits until tasks run, and all of them wait for something. */
  void awaitStill() throws InterruptedException {
    DiscoveryFixture.await(seen, SeenThreads::areStill);
  }

  /** Waits until at most so many tasks run. */
  public synchronized void awaitRunning(int most) throws InterruptedException {
    long end = System.nanoTime() + DiscoveryFixture.BOUND.toNanos();
    while (running > most) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError(running + " tasks still run");
      }
      wait(left);
    }
  }

  @Override
  public void execute(Runnable task) {
    synchronized (this) {
      if (accepted > 0) {
        accepted--;
      } else if (rejections > 0) {
        rejections--;
        if (errors != null) {
          throw errors.get();
        }
        throw new RejectedExecutionException("as scripted");
      }
      running++;
    }
    threads.execute(
        () -> {
          try {
            task.run();
          } finally {
            ended();
          }
        });
  }

  private synchronized void ended() {
    running--;
    notifyAll();
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    return threads.shutdownNow();
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
