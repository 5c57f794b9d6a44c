package io.nessiecluster.mesh;

import java.time.Duration;

/**
 * How the mesh is watched, and what is done about it.
 *
 * @param interval from the end of a sweep to the next
 * @param stableFor for how long a mesh must stand before it is judged
 * @param skewFor for how long members may differ, as they do in a rollout
 * @param minMembers fewer members than this is a failing check
 * @param joins what bounds joins
 */
public record MeshSettings(
    Mode mode,
    Duration interval,
    Duration stableFor,
    Duration skewFor,
    int minMembers,
    Joins joins) {

  /** Watching, by the defaults of the settings. */
  public static final MeshSettings DEFAULT =
      new MeshSettings(
          Mode.WATCH,
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofMinutes(30),
          0,
          Joins.DEFAULT);

  /**
   * What bounds joins.
   *
   * @param mostPerMinute of newcomers
   * @param allowNameClash whether islands are joined though a name is registered with {@code
   *     global} in both, and {@code global} ends one of the two processes
   * @param allowMnesia whether islands are joined whose databases of mnesia were one
   */
  public record Joins(int mostPerMinute, boolean allowNameClash, boolean allowMnesia) {
    /** By the defaults of the settings. */
    public static final Joins DEFAULT = new Joins(60, false, false);
  }

  /** The same, of another mode. */
  public MeshSettings in(Mode other) {
    return new MeshSettings(other, interval, stableFor, skewFor, minMembers, joins);
  }

  /** What is done. */
  public enum Mode {
    /** Nothing: no member is ever asked. */
    OFF,
    /** Members are asked, and what they say is shown. */
    WATCH,
    /** What would be done about it is told, too. */
    ADVISE,
    /** Members that have just started are joined. */
    FORM,
    /** What is broken is mended, too. */
    HEAL;

    /** Whether members are asked. */
    public boolean watches() {
      return this != OFF;
    }

    /** Whether members are joined. */
    public boolean joins() {
      return switch (this) {
        case FORM, HEAL -> true;
        case OFF, WATCH, ADVISE -> false;
      };
    }
  }
}
