package io.nessiecluster.mesh;

import io.nessiecluster.cluster.state.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a reader may want to know of the mesh, at the end of a sweep. Immutable; another
 * one when anything in it has changed.
 *
 * @param at when it was put together
 * @param sweep number of the sweep, from 1; 0 before the first, and where nothing is watched
 * @param sweepTook how long that sweep took
 * @param interval how long the next one waits
 * @param since when the verdict became what it is
 * @param stableSince since when members, islands and defects are the same; empty before the first
 *     sweep
 * @param expected how many members there are to be at least; 0 = any number
 * @param members by name
 * @param islands the largest first, those of one size by their lowest names
 * @param missingLinks how many pairs of members miss each other
 * @param oneSidedLinks how many pairs only one side lists, in two sweeps running
 * @param unknownViews how many members have no fresh view
 * @param blames the worst first, 10 at most
 * @param defects at most {@link #DEFECTS}, those of the worst members first
 * @param strangers how many there are
 * @param strangersFirst the first {@link #STRANGERS} of them, by name
 * @param flaps how many links were seen to be lost and made again between sweeps, since the start
 * @param checks one of each {@link Check.Id}, in their order; empty where nothing is watched
 * @param conditions MeshWhole and ChecksPassing; empty where nothing is watched
 */
public record MeshSnapshot(
    MeshSettings.Mode mode,
    Instant at,
    long sweep,
    Duration sweepTook,
    Duration interval,
    Verdict verdict,
    Instant since,
    Optional<Instant> stableSince,
    int expected,
    List<MemberRow> members,
    List<Island> islands,
    int missingLinks,
    int oneSidedLinks,
    int unknownViews,
    List<Blame> blames,
    List<Defect> defects,
    int strangers,
    List<Stranger> strangersFirst,
    long flaps,
    List<Check> checks,
    List<Condition> conditions) {

  /** How many defects are listed at most. */
  public static final int DEFECTS = 200;

  /** How many strangers are listed at most. */
  public static final int STRANGERS = 100;

  public MeshSnapshot {
    members = List.copyOf(members);
    islands = List.copyOf(islands);
    blames = List.copyOf(blames);
    defects = List.copyOf(defects);
    strangersFirst = List.copyOf(strangersFirst);
    checks = List.copyOf(checks);
    conditions = List.copyOf(conditions);
  }

  /** Before the first sweep, and for ever where nothing is watched. */
  public static MeshSnapshot before(MeshSettings settings, Instant at, List<Condition> conditions) {
    return new MeshSnapshot(
        settings.mode(),
        at,
        0,
        Duration.ZERO,
        settings.interval(),
        Verdict.UNKNOWN,
        at,
        Optional.empty(),
        settings.minMembers(),
        List.of(),
        List.of(),
        0,
        0,
        0,
        List.of(),
        List.of(),
        0,
        List.of(),
        0,
        List.of(),
        conditions);
  }

  /** The member of that name. */
  public Optional<MemberRow> member(String name) {
    return members.stream().filter(row -> row.member().name().text().equals(name)).findFirst();
  }

  /** The check of that code; empty before the first sweep, too. */
  public Optional<Check> check(String code) {
    return checks.stream().filter(check -> check.id().code().equals(code)).findFirst();
  }

  /** Tells what is known of the mesh now. Never blocks. */
  @FunctionalInterface
  public interface Source {
    /** The mesh, as the last sweep left it. */
    MeshSnapshot mesh();
  }
}
