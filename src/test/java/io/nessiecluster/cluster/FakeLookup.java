package io.nessiecluster.cluster;

import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A DNS of scripted outcomes, which can be changed at any time. A name without an outcome does not
 * exist; one with an outcome for another type has no data. For many threads at once.
 */
public final class FakeLookup implements Resolver.Lookup {

  /** What was asked for. */
  public record Call(String name, RecordType type) {}

  private final Map<Call, LookupOutcome> outcomes = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** Sets what a lookup comes to. */
  public FakeLookup outcome(String name, RecordType type, LookupOutcome outcome) {
    outcomes.put(new Call(name, type), outcome);
    return this;
  }

  /** Sets the answer to a lookup, with a TTL of 30 s. */
  public FakeLookup addresses(String name, RecordType type, String... addresses) {
    return outcome(name, type, new Answer(List.of(addresses), Duration.ofSeconds(30)));
  }

  /** Sets why a lookup has no answer. */
  public FakeLookup fails(String name, RecordType type, Reason reason) {
    return outcome(name, type, new NoAnswer(reason, type + " " + name + ": " + reason));
  }

  /** Lets the name exist no more. */
  public FakeLookup remove(String name) {
    outcomes.keySet().removeIf(call -> call.name.equals(name));
    return this;
  }

  /** Lets lookups from now on wait until {@link #release()}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /** Lets those that wait, and all from now on, go on. */
  public void release() {
    gate.countDown();
  }

  /** What was asked for until now, in order, those that wait included. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    Call call = new Call(name, type);
    calls.add(call);
    gate.await();
    LookupOutcome outcome = outcomes.get(call);
    if (outcome != null) {
      return outcome;
    }
    boolean exists = outcomes.keySet().stream().anyMatch(known -> known.name.equals(name));
    Reason reason = exists ? Reason.NO_DATA : Reason.NXDOMAIN;
    return new NoAnswer(reason, type + " " + name + ": " + reason);
  }
}
