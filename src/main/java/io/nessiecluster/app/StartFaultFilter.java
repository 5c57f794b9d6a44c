package io.nessiecluster.app;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes one line of a key or trust store that Quarkus's TLS registry cannot load, and of traces
 * that its exporter cannot send: it does so before anything here runs, and its stack traces tell
 * neither the setting nor what is allowed.
 */
@LoggingFilter(name = "start-faults")
public final class StartFaultFilter implements Filter {

  @Override
  public boolean isLoggable(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    if (thrown != null) {
      Config config = ConfigProvider.getConfig();
      TlsFault.of(thrown)
          .map(fault -> fault.line(config))
          .or(() -> TraceExport.fault(thrown, config))
          .ifPresent(
              line -> {
                entry.setThrown(null);
                entry.setParameters(null);
                entry.setMessage(line);
              });
    }
    return true;
  }
}
