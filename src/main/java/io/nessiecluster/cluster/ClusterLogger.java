package io.nessiecluster.cluster;

import java.lang.System.Logger.Level;

/** Where discovery writes what changed. */
@FunctionalInterface
public interface ClusterLogger {

  /** Writes one line. Must not block for long and must not throw. */
  void log(Level level, String message);

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
