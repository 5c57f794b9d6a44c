package io.nessiecluster.cluster;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What discovery takes from its surroundings. {@link #system()} is the usual one, to be closed
 * behind all that was made with it.
 *
 * @param clock tells when something happened
 * @param nanoTime measures how long something took, and when a round is due
 * @param random spreads the rounds of many instances
 * @param executor runs rounds, lookups and dials: a thread for each task, virtual ones for choice
 * @param timer asks when a round is due; empty for those who call {@code Discovery.pollIfDue}
 *     themselves: without either, the first round is the last
 */
public record Environment(
    InstantSource clock,
    LongSupplier nanoTime,
    RandomGenerator random,
    ExecutorService executor,
    Optional<ScheduledExecutorService> timer)
    implements AutoCloseable {

  private static final long CLOSE_SECONDS = 5;

  /** Surroundings without a timer: who has a scheduler calls {@code Discovery.pollIfDue} by it. */
  public Environment(
      InstantSource clock,
      LongSupplier nanoTime,
      RandomGenerator random,
      ExecutorService executor) {
    this(clock, nanoTime, random, executor, Optional.empty());
  }

  /**
   * The system's clocks, secure randomness, a virtual thread for each task, and one daemon thread
   * for the timer. Each call makes threads of its own; {@link #close} ends them.
   */
  public static Environment system() {
    return new Environment(
        Clock.systemUTC(),
        System::nanoTime,
        new SecureRandom(),
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("nessie-", 0).factory()),
        Optional.of(
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("nessie-poll").daemon().factory())));
  }

  /**
   * Ends executor and timer, whoever made them: interrupts what still runs, and waits for its end
   * for at most 5 s. Not to be called where others use them.
   */
  @Override
  public void close() {
    timer.ifPresent(ScheduledExecutorService::shutdownNow);
    executor.shutdownNow();
    try {
      var _ = executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
