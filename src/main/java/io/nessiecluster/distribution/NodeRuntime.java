package io.nessiecluster.distribution;

import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, randomness and threads of a node. The node closes none of them; they must outlive it.
 *
 * @param clock for the times that people read
 * @param nanoTime for deadlines, as {@code System.nanoTime()}
 * @param random for challenges and creations: a secure one, safe for many threads
 * @param threads makes virtual threads: one for each link, handshake and dial; they block
 * @param timer for the ticks; its tasks are short
 */
public record NodeRuntime(
    InstantSource clock,
    LongSupplier nanoTime,
    RandomGenerator random,
    ThreadFactory threads,
    ScheduledExecutorService timer) {

  /** Runs a task on a thread of its own. */
  Thread start(Runnable task) {
    Thread thread = threads.newThread(task);
    thread.start();
    return thread;
  }
}
