package io.nessiecluster.app;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.opentelemetry.runtime.config.runtime.exporter.OtlpExporterRuntimeConfig;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.vertx.core.Vertx;
import java.net.URI;

/**
 * Stands in a native executable for what would send traces over gRPC: that is not shipped, and
 * Quarkus wants every class that code names linked when the executable is built.
 */
@TargetClass(className = "io.quarkus.opentelemetry.runtime.exporter.otlp.OTelExporterRecorder$1")
@SuppressWarnings("unused") // the original calls it
final class GrpcExportSubstitution {

  @Substitute
  private SpanExporter createOtlpGrpcSpanExporter(
      OtlpExporterRuntimeConfig config, Vertx vertx, URI uri, TlsConfigurationRegistry registry) {
    throw new IllegalArgumentException("gRPC is not shipped");
  }
}
