package io.nessiecluster.distribution;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, randomness and threads of a node. The node closes none of them; they must outlive it.
 * {@link #system()} is the usual one, to be closed behind all nodes that were started with it.
 *
 * @param clock for the times that people read
 * @param nanoTime for deadlines, as {@code System.nanoTime()}
 * @param random for challenges and creations: a secure one, safe for many threads
 * @param threads makes virtual threads: one for each link and for each dial of a peer, one for all
 *     own dials; they block
 * @param timer for the ticks; its tasks are short
 */
public record NodeRuntime(
    InstantSource clock,
    LongSupplier nanoTime,
    RandomGenerator random,
    ThreadFactory threads,
    ScheduledExecutorService timer)
    implements AutoCloseable {

  /**
   * The system's clocks, secure randomness, virtual threads, and one daemon thread for the timer.
   * Each call makes a timer of its own; {@link #close} ends it.
   */
  public static NodeRuntime system() {
    return new NodeRuntime(
        Clock.systemUTC(),
        System::nanoTime,
        new SecureRandom(),
        Thread.ofVirtual().name("erlang-", 0).factory(),
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("erlang-timer").daemon().factory()));
  }

  /** Ends the timer, whoever made it; not to be called where others use it. */
  @Override
  public void close() {
    timer.shutdownNow();
  }

  /** Runs a task on a thread of its own. */
  Thread start(Runnable task) {
    Thread thread = threads.newThread(task);
    thread.start();
    return thread;
  }
}
