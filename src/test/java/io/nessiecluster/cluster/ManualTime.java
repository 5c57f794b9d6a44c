package io.nessiecluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock and a nano source that stand still until advanced. */
public final class ManualTime implements InstantSource, LongSupplier {

  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final long NANO_START = Long.MAX_VALUE - 1_000_000_000L; // it must wrap unnoticed

  private final AtomicLong passedNanos = new AtomicLong();
  private final AtomicLong steppedNanos = new AtomicLong();

  public void advance(Duration time) {
    passedNanos.addAndGet(time.toNanos());
  }

  /** Sets the clock on the wall forward, or back; no time passes. */
  public void step(Duration forward) {
    steppedNanos.addAndGet(forward.toNanos());
  }

  @Override
  public Instant instant() {
    return START.plusNanos(passedNanos.get() + steppedNanos.get());
  }

  @Override
  public long getAsLong() {
    return NANO_START + passedNanos.get();
  }
}
