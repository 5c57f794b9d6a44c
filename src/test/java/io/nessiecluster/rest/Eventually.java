package io.nessiecluster.rest;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a state that nobody signals. */
public final class Eventually {

  /** Of what takes no time of its own. */
  public static final Duration BOUND = Duration.ofSeconds(20);

  private Eventually() {}

  /** Returns when the condition holds, and fails when it does not within 20 s. */
  public static void eventually(String what, BooleanSupplier condition) {
    eventually(what, BOUND, condition);
  }

  /** The same, within another bound. */
  public static void eventually(String what, Duration bound, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > bound.toNanos()) {
        throw new AssertionError("not within " + bound.toSeconds() + " s: " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
  }
}
