package io.nessiecluster.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces go over HTTP: what is told of other settings. */
class TraceExportTest {

  private static final String EXPORTER = "io.quarkus.opentelemetry.runtime.exporter.otlp.Some";

  private static Config config(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put("quarkus.otel." + keysAndValues[i], keysAndValues[i + 1]);
    }
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(values, "test", 100))
        .build();
  }

  private static Throwable thrownBy(String type, String message) {
    Throwable cause = new IllegalArgumentException(message);
    cause.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, "make", "x", 1)});
    return new IllegalStateException("start", new IllegalStateException("bean", cause));
  }

  @ParameterizedTest
  @CsvSource({"exporter.otlp.protocol, grpc", "exporter.otlp.traces.protocol, http/json"})
  void aProtocolThatIsNotShippedIsOneLine(String key, String protocol) {
    assertThat(TraceExport.fault(thrownBy(EXPORTER, "no such class"), config(key, protocol)))
        .hasValue(
            "quarkus.otel.%s=%s is wrong; allowed: http/protobuf, to a port for OTLP over HTTP, which is 4318 by custom"
                .formatted(key, protocol));
  }

  @Test
  void whatTheExporterSaysOfItsOtherSettingsIsOneLine() {
    assertThat(
            TraceExport.fault(
                thrownBy(EXPORTER, "Invalid endpoint\nx"),
                config("exporter.otlp.protocol", "http/protobuf")))
        .hasValue("quarkus.otel.exporter.otlp.* is wrong: Invalid endpoint\\u{A}x");
  }

  @Test
  void ofOtherFaultsNothingIsSaid() {
    assertThat(
            TraceExport.fault(
                thrownBy("io.quarkus.Other", "no"), config("exporter.otlp.protocol", "grpc")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "false, exporter.otlp.endpoint, http://collector:4317, true",
    "false, exporter.otlp.traces.endpoint, https://collector:4317/, true",
    "false, exporter.otlp.endpoint, http://collector:4318, false",
    "false, exporter.otlp.endpoint, http://collector, false",
    "false, exporter.otlp.endpoint, ::, false",
    "true, exporter.otlp.endpoint, http://collector:4317, false",
  })
  void thePortOfGrpcIsWarnedOf(boolean off, String key, String endpoint, boolean warned) {
    assertThat(
            TraceExport.warning(config("sdk.disabled", Boolean.toString(off), key, endpoint))
                .stream())
        .hasSize(warned ? 1 : 0)
        .allSatisfy(line -> assertThat(line).contains("quarkus.otel." + key, "4318"));
  }

  @Test
  void withoutAnySettingNothingIsWarnedOf() {
    assertThat(TraceExport.warning(config())).isEmpty();
  }
}
