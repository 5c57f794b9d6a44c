package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ClusterLogger;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * Puts the name of a cluster before each line; a logger's fault must not break a round or a
 * connection.
 */
record NamedLogger(String cluster, ClusterLogger logger) implements ClusterLogger {

  @Override
  public void log(Level level, String message) {
    log(level, message, Map.of());
  }

  @Override
  public void log(Level level, String message, Map<String, String> fields) {
    try {
      logger.log(level, cluster + ": " + message, fields);
    } catch (RuntimeException e) {
      // there is nowhere else to tell it
    }
  }
}
