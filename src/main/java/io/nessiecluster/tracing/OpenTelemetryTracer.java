package io.nessiecluster.tracing;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Tracer;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;

/**
 * Records rounds, lookups and dials as spans: {@code discovery round}, and within it {@code dns
 * lookup} and {@code node connect}.
 */
public final class OpenTelemetryTracer implements Tracer {

  private static final String PREFIX = "nessie_cluster.";

  private final io.opentelemetry.api.trace.Tracer tracer;

  /** A tracer onto {@code tracer}. */
  public OpenTelemetryTracer(io.opentelemetry.api.trace.Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Span round(long number) {
    return start(
        tracer
            .spanBuilder("discovery round")
            .setNoParent() // whoever asked for a round shares it with others
            .setAttribute(PREFIX + "round", number));
  }

  private Span start(SpanBuilder builder) {
    return new OpenTelemetrySpan(builder.startSpan());
  }

  private final class OpenTelemetrySpan implements Span {

    private final io.opentelemetry.api.trace.Span span;

    OpenTelemetrySpan(io.opentelemetry.api.trace.Span span) {
      this.span = span;
    }

    @Override
    public Span lookup(String query, RecordType type) {
      return start(
          child("dns lookup")
              .setAttribute("dns.question.name", query)
              .setAttribute(PREFIX + "record_type", type.name()));
    }

    @Override
    public Span connect(NodeName node) {
      return start(child("node connect").setAttribute(PREFIX + "node", node.text()));
    }

    @Override
    public void end(String outcome, boolean failed) {
      span.setAttribute(PREFIX + "outcome", outcome);
      if (failed) {
        span.setStatus(StatusCode.ERROR, outcome);
      }
      span.end();
    }

    private SpanBuilder child(String name) {
      return tracer
          .spanBuilder(name)
          .setParent(Context.root().with(span))
          .setSpanKind(SpanKind.CLIENT);
    }
  }
}
