package io.nessiecluster.app;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** The threads of the service, and their end. */
@Singleton
public class Threads {

  private static final long CLOSE_SECONDS = 5;

  private final ThreadFactory virtual = Thread.ofVirtual().name("nessie-", 0).factory();
  private final ExecutorService executor = Executors.newThreadPerTaskExecutor(virtual);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("nessie-timer").daemon().factory());

  /** Virtual threads, for whatever waits. */
  public ThreadFactory virtual() {
    return virtual;
  }

  /** Rounds, lookups and dials: each task on a virtual thread of its own. */
  public ExecutorService executor() {
    return executor;
  }

  /** Ticks: short tasks, on one thread. */
  public ScheduledExecutorService timer() {
    return timer;
  }

  /** Interrupts what still runs, and waits for its end for at most 5 s. */
  @PreDestroy
  void close() throws InterruptedException {
    timer.shutdownNow();
    executor.shutdownNow();
    var _ = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
  }
}
