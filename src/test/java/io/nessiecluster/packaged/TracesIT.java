package io.nessiecluster.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nessiecluster.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Traces reach a collector by OTLP over HTTP, and whoever asks for gRPC is told in one line. */
@Timeout(120)
class TracesIT {

  @TempDir private Path directory;
  private Surroundings surroundings;
  private HttpServer collector;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> bodies = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void open() throws Exception {
    surroundings = new Surroundings(directory);
    surroundings.dns.addresses(Surroundings.QUERY, "127.0.0.1");
    collector = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    collector.createContext("/", this::take);
    collector.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
      asked.add(
          "%s %s %s"
              .formatted(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI(),
                  exchange.getRequestHeaders().getFirst("Content-Type")));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  @AfterEach
  void close() throws Exception {
    surroundings.close();
    collector.stop(0);
  }

  /** Protobuf holds text as it is. */
  @Test
  void aRoundItsLookupsAndItsConnectsAreSentAsSpans() throws Exception {
    PackagedService service = surroundings.service(settings(Map.of()));

    for (String span : List.of("discovery round", "dns lookup", "node connect")) {
      service.await(span, () -> bodies.stream().anyMatch(body -> body.contains(span)));
    }
    assertThat(asked).containsOnly("POST /v1/traces application/x-protobuf");
    assertThat(bodies)
        .allSatisfy(body -> assertThat(body).contains("service.name", "nessie-cluster"))
        .anySatisfy(body -> assertThat(body).contains("nessie_cluster.outcome", "app.test."));
    assertThat(service.output()).doesNotContain("Failed to export", "Exception");
  }

  @Test
  void withoutBeingAskedForNoneIsSent() throws Exception {
    PackagedService service =
        surroundings.service(settings(Map.of("QUARKUS_OTEL_SDK_DISABLED", "true")));
    service.await("a round has run", () -> service.get("/cluster/has-ran").body().contains("true"));

    assertThat(asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL, grpc",
    "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, grpc",
    "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_PROTOCOL, http/json",
  })
  void anotherProtocolIsOneLineAndExitCodeOne(String variable, String protocol) throws Exception {
    try (PackagedService service =
        PackagedService.start(directory, settings(Map.of(variable, protocol)))) {
      assertThat(service.exitCode()).as(service.output()).isEqualTo(1);
      assertThat(service.output().lines())
          .singleElement()
          .asString()
          .contains("protocol=" + protocol + " is wrong; allowed: http/protobuf");
    }
  }

  @Test
  void thePortOfGrpcIsWarnedOf() throws Exception {
    PackagedService service =
        surroundings.service(
            settings(Map.of("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4317")));

    assertThat(service.output())
        .containsPattern("WARN .*otlp.endpoint: port 4317 .* traces are sent over HTTP: 4318");
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("QUARKUS_OTEL_SDK_DISABLED", "false");
    settings.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "100ms");
    settings.put(
        "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + collector.getAddress().getPort());
    settings.putAll(more);
    return settings;
  }
}
