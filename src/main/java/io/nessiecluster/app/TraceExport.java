package io.nessiecluster.app;

import io.nessiecluster.base.Printable;
import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * How traces are sent: by OTLP over HTTP alone. Quarkus could do so over gRPC as well, were gRPC
 * shipped.
 */
final class TraceExport {

  private static final String PREFIX = "quarkus.otel.exporter.otlp.";
  private static final String PROTOCOL = "protocol";
  private static final String HTTP = "http/protobuf";
  private static final String ALLOWED =
      "; allowed: " + HTTP + ", to a port for OTLP over HTTP, which is 4318 by custom";

  /** The port of OTLP over gRPC, by custom. */
  private static final int GRPC = 4317;

  private static final String EXPORTER = "io.quarkus.opentelemetry.runtime.exporter.otlp.";

  private TraceExport() {}

  /** A line when something was thrown because Quarkus's exporter cannot be made as it is told. */
  static Optional<String> fault(Throwable thrown, Config config) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each.getCause() == null && isOfTheExporter(each)) {
        return Optional.of(Printable.text(line(each, config)));
      }
    }
    return Optional.empty();
  }

  private static boolean isOfTheExporter(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace())
        .anyMatch(frame -> frame.getClassName().startsWith(EXPORTER));
  }

  private static String line(Throwable last, Config config) {
    ConfigValue protocol = value(PROTOCOL, config);
    return HTTP.equals(protocol.getValue())
        ? PREFIX + "* is wrong: " + last.getMessage()
        : protocol.getName() + "=" + protocol.getValue() + " is wrong" + ALLOWED;
  }

  /** A line when traces are sent to where, by custom, nobody understands them. */
  static Optional<String> warning(Config config) {
    boolean off = config.getOptionalValue("quarkus.otel.sdk.disabled", Boolean.class).orElse(true);
    ConfigValue endpoint = value("endpoint", config);
    return !off && isForGrpc(endpoint.getValue())
        ? Optional.of(
            "%s: port %d is that of OTLP over gRPC by custom, and traces are sent over HTTP: 4318"
                .formatted(endpoint.getName(), GRPC))
        : Optional.empty();
  }

  private static boolean isForGrpc(String endpoint) {
    try {
      return endpoint != null && URI.create(endpoint.strip()).getPort() == GRPC;
    } catch (IllegalArgumentException e) { // the exporter has refused it, or it is not used
      return false;
    }
  }

  /** That of traces alone, or else that of all signals, which Quarkus tells as the former, too. */
  private static ConfigValue value(String key, Config config) {
    ConfigValue own = config.getConfigValue(PREFIX + "traces." + key);
    ConfigValue all = config.getConfigValue(PREFIX + key);
    return own.getValue() == null || own.getValue().equals(all.getValue()) ? all : own;
  }
}
