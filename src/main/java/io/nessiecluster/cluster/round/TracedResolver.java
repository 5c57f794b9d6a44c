package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.NoSpan;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.Tracer;
import java.time.Duration;

/** Puts a span around each lookup and dial of one round after the other. */
final class TracedResolver implements Resolver.Lookup, Resolver.ConnectNode {

  private final Resolver resolver;
  private final Tracer tracer;
  private volatile Tracer.Span round = NoSpan.INSTANCE;

  TracedResolver(Resolver resolver, Tracer tracer) {
    this.resolver = resolver;
    this.tracer = tracer;
  }

  /** Begins the span of a round; what is looked up and dialled from now on belongs to it. */
  Tracer.Span begin(long number) {
    Tracer.Span begun = tracer.round(number);
    round = begun;
    return begun;
  }

  @Override
  public LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    Tracer.Span span = round.lookup(name, type);
    String outcome = "broken_off";
    boolean failed = true;
    try {
      LookupOutcome found = resolver.lookup().lookup(name, type);
      outcome = found.code();
      failed = found.isFailure();
      return found;
    } finally {
      span.end(outcome, failed);
    }
  }

  @Override
  public void connect(NodeName node, Duration timeout)
      throws NodeConnectException, InterruptedException {
    Tracer.Span span = round.connect(node);
    String outcome = "broken_off";
    boolean failed = true;
    try {
      resolver.connectNode().connect(node, timeout);
      outcome = "connected";
      failed = false;
    } catch (NodeConnectException e) {
      outcome = e.connectCause().code();
      throw e;
    } finally {
      span.end(outcome, failed);
    }
  }
}
