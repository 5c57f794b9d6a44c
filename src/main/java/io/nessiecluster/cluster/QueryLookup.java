package io.nessiecluster.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * Asks for one query's record types, one after the other; what it has found can be read any time.
 */
final class QueryLookup implements Callable<Void> {

  private final DnsQuery.Name query;
  private final List<RecordType> types;
  private final Resolver.Lookup lookup;
  private final LongSupplier nanoTime;
  private final List<LookupResult> results = new ArrayList<>();

  QueryLookup(
      DnsQuery.Name query, List<RecordType> types, Resolver.Lookup lookup, LongSupplier nanoTime) {
    this.query = query;
    this.types = types;
    this.lookup = lookup;
    this.nanoTime = nanoTime;
  }

  DnsQuery.Name query() {
    return query;
  }

  @Override
  public Void call() throws InterruptedException {
    for (RecordType type : types) {
      long started = nanoTime.getAsLong();
      LookupOutcome outcome = outcomeOf(type);
      Duration duration = Duration.ofNanos(nanoTime.getAsLong() - started);
      synchronized (results) {
        results.add(new LookupResult(query.name(), type, outcome, duration));
      }
    }
    return null;
  }

  /** One result for each type: those that came too late are time-outs. */
  List<LookupResult> results(Duration bound) {
    synchronized (results) {
      List<LookupResult> all = new ArrayList<>(results);
      for (RecordType type : types.subList(all.size(), types.size())) {
        all.add(
            new LookupResult(
                query.name(),
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
      return lookup.lookup(query.name(), type);
    } catch (RuntimeException e) {
      return new LookupOutcome.NoAnswer(
          LookupOutcome.Reason.NETWORK_ERROR, "the lookup threw " + e);
    }
  }
}
