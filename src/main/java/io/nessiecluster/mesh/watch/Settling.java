package io.nessiecluster.mesh.watch;

import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.plan.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdict over time. That a mesh is whole is told at once, unless there is a member that tells
 * nothing and that nobody lists: it may have just come. That a mesh is not, only when it has stood
 * for a while, or has been so for several times as long however it changed: a node that dies again
 * and again must not hide that the others are split.
 */
final class Settling {

  /** For how many times the time that a mesh must stand a bad one may go on changing. */
  static final int PATIENCE = 3;

  /**
   * What a sweep finds, whatever was before.
   *
   * @param allSeen whether there is nobody of whom nothing at all is known
   */
  private record Found(Verdict verdict, boolean allSeen) {
    static Found of(Mesh mesh) {
      return new Found(mesh.verdict(), mesh.islands().stream().allMatch(Island::seen));
    }
  }

  private final Duration stableFor;
  private @Nullable Instant stableSince;
  private Duration stood = Duration.ZERO;
  private long foundAt; // on the nano source
  private @Nullable Found found;
  private Verdict verdict = Verdict.UNKNOWN;
  private Instant since;

  /**
   * Nothing is known yet.
   *
   * @param stableFor for how long a mesh must stand before it is judged
   */
  Settling(Duration stableFor, Instant at) {
    this.stableFor = stableFor;
    this.since = at;
  }

  /** The verdict, from a sweep at this moment. */
  Verdict settle(Mesh mesh, Standing standing, Instant at, long nanos) {
    stood = standing.same();
    if (stableSince == null || stood.isZero()) {
      stableSince = at;
    }
    Found what = Found.of(mesh);
    if (!what.equals(found)) {
      found = what;
      foundAt = nanos;
    }
    Verdict next = judge(what, nanos);
    if (next != verdict) {
      verdict = next;
      since = at;
    }
    return next;
  }

  private Verdict judge(Found what, long nanos) {
    Verdict now = what.verdict();
    return switch (now) {
      case ALONE, UNKNOWN, FORMING -> now;
      case WHOLE -> what.allSeen() || stands(nanos) ? now : Verdict.FORMING;
      case PARTIAL, SPLIT -> verdict == now || stands(nanos) ? now : Verdict.FORMING;
    };
  }

  private boolean stands(long nanos) {
    return stood.compareTo(stableFor) >= 0
        || nanos - foundAt >= stableFor.multipliedBy(PATIENCE).toNanos();
  }

  /** Since when the verdict is what it is. */
  Instant since() {
    return since;
  }

  /** Since when nothing has changed; empty before the first sweep. */
  Optional<Instant> stableSince() {
    return Optional.ofNullable(stableSince);
  }
}
