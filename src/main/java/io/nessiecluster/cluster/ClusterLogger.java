package io.nessiecluster.cluster;

import java.lang.System.Logger.Level;
import java.util.Map;

/** Where discovery writes what changed. */
@FunctionalInterface
public interface ClusterLogger {

  /** Writes one line. Must not block for long and must not throw. */
  void log(Level level, String message);

  /**
   * Writes one line, of which a part stands in fields, too, for those who search by it: {@code
   * node}, {@code to} for the other one of a pair, {@code address}, {@code cause}, {@code check},
   * {@code query}, {@code round}. Where there are no fields, the line alone.
   */
  default void log(Level level, String message, Map<String, String> fields) {
    log(level, message);
  }

  /** Logging turned off. */
  static ClusterLogger off() {
    return (level, message) -> {};
  }

  /** The platform's logger of this name. */
  static ClusterLogger system(String name) {
    System.Logger logger = System.getLogger(name);
    return logger::log;
  }
}
