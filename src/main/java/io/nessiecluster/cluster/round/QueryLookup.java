package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for one name's record types, one after the other; what it has found can be read any time.
 */
final class QueryLookup implements Callable<@Nullable Void> {

  private final String name;
  private final List<RecordType> types;
  private final Resolver.Lookup lookup;
  private final LongSupplier nanoTime;
  private final List<LookupResult> results = new ArrayList<>();
  private volatile boolean running;

  QueryLookup(String name, List<RecordType> types, Resolver.Lookup lookup, LongSupplier nanoTime) {
    this.name = name;
    this.types = types;
    this.lookup = lookup;
    this.nanoTime = nanoTime;
  }

  String name() {
    return name;
  }

  /**
   * Whether it occupies a thread; so it does after its time when the adapter hears no interrupt.
   */
  boolean isRunning() {
    return running;
  }

  @Override
  public @Nullable Void call() throws InterruptedException {
    running = true;
    try {
      for (RecordType type : types) {
        long started = nanoTime.getAsLong();
        LookupOutcome outcome = outcomeOf(type);
        Duration duration = Duration.ofNanos(nanoTime.getAsLong() - started);
        synchronized (results) {
          results.add(new LookupResult(name, type, outcome, duration));
        }
      }
      return null;
    } finally {
      running = false;
    }
  }

  /** One result for each type: those that came too late, or were never asked for, are time-outs. */
  List<LookupResult> results(Duration bound) {
    synchronized (results) {
      List<LookupResult> all = new ArrayList<>(results);
      for (RecordType type : types.subList(all.size(), types.size())) {
        all.add(
            new LookupResult(
                name,
                type,
                new LookupOutcome.NoAnswer(
                    LookupOutcome.Reason.TIMEOUT, "no outcome within " + bound.toMillis() + " ms"),
                bound));
      }
      return all;
    }
  }

  private LookupOutcome outcomeOf(RecordType type) throws InterruptedException {
    try {
      return Objects.requireNonNull(lookup.lookup(name, type), "no outcome");
    } catch (RuntimeException | Error e) { // a lookup's fault says nothing about the other types
      return new LookupOutcome.NoAnswer(
          LookupOutcome.Reason.NETWORK_ERROR, "the lookup threw " + e);
    }
  }
}
