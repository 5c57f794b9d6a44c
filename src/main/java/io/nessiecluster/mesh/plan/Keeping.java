package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is done about the mesh, and what would be. Immutable.
 *
 * @param leader the replica of this service that acts in this one's stead; where the state is
 *     {@link State#FOLLOWING}
 * @param plannedAt when the plan was made; empty before the first sweep
 * @param recent what was done last, the newest first, {@link #RECENT} at most
 * @param counts how often each outcome was had, since the start
 */
public record Keeping(
    State state,
    Optional<NodeName> leader,
    Optional<Instant> plannedAt,
    JoinPlan plan,
    List<Act> recent,
    Map<Outcome, Long> counts) {

  /** How many acts are kept. */
  public static final int RECENT = 20;

  /** What is done with a plan. */
  public enum State {
    /** Nothing: {@code mesh.mode=watch}, or {@code off}. */
    WATCHING,
    /** It is told: {@code mesh.mode=advise}. */
    ADVISING,
    /** Newcomers are joined: {@code mesh.mode=form}. */
    FORMING,
    /** All is joined that may be: {@code mesh.mode=heal}. */
    HEALING,
    /** Another replica of this service acts. */
    FOLLOWING,
    /** Somebody has paused it. */
    PAUSED,
    /** Newcomers are joined, but heals have not lasted, and wait for somebody to resume them. */
    SUSPENDED;

    /**
     * What is done in a mode.
     *
     * @param follows whether another replica acts
     * @param suspended whether heals wait for somebody to resume them
     */
    public static State of(Mode mode, boolean paused, boolean follows, boolean suspended) {
      return switch (mode) {
        case OFF, WATCH -> WATCHING;
        case ADVISE -> ADVISING;
        case FORM, HEAL -> {
          if (paused) {
            yield PAUSED;
          }
          if (follows) {
            yield FOLLOWING;
          }
          if (suspended) {
            yield SUSPENDED;
          }
          yield mode == Mode.FORM ? FORMING : HEALING;
        }
      };
    }

    /** The stable name in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The reason of the condition. */
    public String reason() {
      return name().charAt(0) + code().substring(1);
    }

    /** Whether joins are made. */
    public boolean acts() {
      return switch (this) {
        case FORMING, HEALING, SUSPENDED -> true;
        case WATCHING, ADVISING, FOLLOWING, PAUSED -> false;
      };
    }
  }

  /** What came of a join. */
  public enum Outcome {
    /** The two say that they are connected. */
    JOINED,
    /** They do not, or nobody told. */
    FAILED,
    /** A rule forbade it; counted once for as long as it does. */
    REFUSED;

    /** The stable name in JSON and metrics. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A join that was made, or tried.
   *
   * @param at when it ended
   * @param byHand whether somebody asked for it
   * @param detail one line
   */
  public record Act(Instant at, Join join, boolean byHand, Outcome outcome, String detail) {}

  public Keeping {
    recent = List.copyOf(recent);
    counts = Map.copyOf(counts);
  }
}
