package io.nessiecluster.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Spans of OpenTelemetry. */
class OpenTelemetryTracerTest {

  private static final class Exported implements SpanExporter {
    final List<SpanData> spans = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> batch) {
      spans.addAll(batch);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private final Exported exported = new Exported();
  private final SdkTracerProvider provider =
      SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(exported)).build();
  private final Tracer tracer = new OpenTelemetryTracer(provider.get("test"));

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void lookupsAndConnectsAreWithinTheirRound() {
    Tracer.Span round = tracer.round(42);
    Tracer.Span lookup = round.lookup("app.svc.", RecordType.A);
    lookup.end("answer", false);
    Tracer.Span connect = round.connect(new NodeName("app@10.0.0.1"));
    connect.end("cookie_mismatch", true);
    round.end("completed", false);

    assertThat(exported.spans)
        .extracting(SpanData::getName)
        .containsExactly("dns lookup", "node connect", "discovery round");
    SpanData whole = exported.spans.getLast();
    assertThat(whole.getParentSpanId()).isEqualTo(SpanId.getInvalid());
    assertThat(whole.getAttributes().get(AttributeKey.longKey("nessie_cluster.round")))
        .isEqualTo(42);
    assertThat(exported.spans.subList(0, 2))
        .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(whole.getSpanId()));
  }

  @Test
  void aFailureIsAnErrorWithItsOutcome() {
    Tracer.Span round = tracer.round(1);
    round.connect(new NodeName("app@10.0.0.1")).end("cookie_mismatch", true);
    round.lookup("app.svc.", RecordType.A).end("answer", false);

    assertThat(exported.spans)
        .extracting(span -> span.getStatus().getStatusCode())
        .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
    assertThat(exported.spans.getFirst().getStatus().getDescription()).isEqualTo("cookie_mismatch");
    assertThat(exported.spans)
        .extracting(
            span -> span.getAttributes().get(AttributeKey.stringKey("nessie_cluster.outcome")))
        .containsExactly("cookie_mismatch", "answer");
  }
}
