package io.nessiecluster.app;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Makes one line of a key or trust store that Quarkus's TLS registry cannot load: it does so before
 * anything here runs, and its stack traces tell neither the file nor what is allowed.
 */
@LoggingFilter(name = "tls-faults")
public final class TlsFaultFilter implements Filter {

  @Override
  public boolean isLoggable(LogRecord entry) {
    Throwable thrown = entry.getThrown();
    if (thrown != null) {
      TlsFault.of(thrown)
          .ifPresent(
              fault -> {
                entry.setThrown(null);
                entry.setParameters(null);
                entry.setMessage(fault.line(ConfigProvider.getConfig()));
              });
    }
    return true;
  }
}
