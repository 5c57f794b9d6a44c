package io.nessiecluster.metrics;

import io.micrometer.core.instrument.Clock;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * The clock of all meters: Micrometer ages its maxima by times of the wall, which stand still for
 * as long as that is set back. Here those begin with the wall's and go on with the nano source.
 */
record SteadyClock(long startMillis, long startNanos) implements Clock {

  /** Beats Quarkus's own. */
  @Singleton
  static class Producer {
    @Produces
    @Singleton
    Clock clock() {
      return new SteadyClock(Clock.SYSTEM.wallTime(), Clock.SYSTEM.monotonicTime());
    }
  }

  @Override
  public long wallTime() {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(monotonicTime() - startNanos);
  }

  @Override
  public long monotonicTime() {
    return Clock.SYSTEM.monotonicTime();
  }
}
