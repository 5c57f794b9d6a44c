package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.NoSpan;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.Tracer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Puts a span around each lookup and dial of one round after the other. */
final class TracedResolver implements Resolver.Lookup {

  private static final String BROKEN_OFF = "broken_off";

  private final Resolver resolver;
  private final Tracer tracer;
  private volatile Tracer.Span round = NoSpan.INSTANCE;

  TracedResolver(Resolver resolver, Tracer tracer) {
    this.resolver = resolver;
    this.tracer = tracer;
  }

  /** Begins the span of a round; what is looked up and dialled from now on belongs to it. */
  Tracer.Span beginRound(long number) {
    Tracer.Span begun = tracer.round(number);
    round = begun;
    return begun;
  }

  @Override
  public LookupOutcome lookup(String name, RecordType type) throws InterruptedException {
    Tracer.Span span = round.lookup(name, type);
    String outcome = BROKEN_OFF;
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

  /** As {@link Resolver.ConnectNode#begin}. */
  Attempt begin(NodeName node, Duration timeout, Executor threads, Attempt.End end) {
    Tracer.Span span = round.connect(node);
    boolean begun = false;
    try {
      Attempt attempt =
          resolver
              .connectNode()
              .begin(
                  node,
                  timeout,
                  threads,
                  (connected, fault) -> {
                    span.end(outcome(fault), fault != null);
                    end.ended(connected, fault);
                  });
      begun = true;
      return attempt;
    } finally {
      if (!begun) {
        span.end(BROKEN_OFF, true);
      }
    }
  }

  private static String outcome(@Nullable Throwable fault) {
    return switch (fault) {
      case null -> "connected";
      case NodeConnectException e -> e.connectCause().code();
      default -> BROKEN_OFF;
    };
  }
}
