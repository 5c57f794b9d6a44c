package io.nessiecluster.app;

import io.nessiecluster.cluster.ClusterLogger;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jboss.logging.MDC;

/** Writes to the platform's logger, with the fields of a line in the context that JSON shows. */
record FieldLogger(ClusterLogger logger) implements ClusterLogger {

  @Override
  public void log(Level level, String message) {
    logger.log(level, message);
  }

  @Override
  public void log(Level level, String message, Map<String, String> fields) {
    fields.forEach(MDC::put);
    try {
      logger.log(level, message);
    } finally {
      fields.keySet().forEach(MDC::remove);
    }
  }
}
