package io.nessiecluster.health;

import io.nessiecluster.base.EternalLoop;
import java.util.List;

/** Loops beside discovery and the own node that must not end, for the liveness probe. */
@FunctionalInterface
public interface WatchedLoops {

  /** Those that run, or have ended. Never blocks. */
  List<EternalLoop> loops();
}
