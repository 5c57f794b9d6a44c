package io.nessiecluster.mesh;

import java.time.Duration;

/**
 * How the mesh is watched.
 *
 * @param interval from the end of a sweep to the next
 * @param stableFor for how long a mesh must stand before it is judged
 * @param skewFor for how long members may differ, as they do in a rollout
 * @param minMembers fewer members than this is a failing check
 */
public record MeshSettings(
    Mode mode, Duration interval, Duration stableFor, Duration skewFor, int minMembers) {

  /** Watching, by the defaults of the settings. */
  public static final MeshSettings DEFAULT =
      new MeshSettings(
          Mode.WATCH, Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofMinutes(30), 0);

  /** What is done. */
  public enum Mode {
    /** Nothing: no member is ever asked. */
    OFF,
    /** Members are asked, and what they say is shown. */
    WATCH
  }
}
