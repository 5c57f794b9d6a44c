package io.nessiecluster.mesh.watch;

import io.nessiecluster.mesh.Gap;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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

  /** What has to stand: incarnations, islands, and links that are not as they should be. */
  private record Picture(
      List<Long> creations, List<Island> islands, int missing, int oneSided, List<Gap> gaps) {

    static Picture of(Mesh mesh, Members members) {
      return new Picture(
          members.all().stream().map(MemberMemory::creation).toList(),
          mesh.islands(),
          mesh.missingLinks(),
          mesh.oneSidedLinks(),
          mesh.gaps(MeshSnapshot.DEFECTS));
    }
  }

  private final Duration stableFor;
  private @Nullable Picture picture;
  private @Nullable Instant stableSince;
  private long changedAt; // on the nano source, as is the next
  private long rawAt;
  private Verdict raw = Verdict.UNKNOWN;
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
  Verdict settle(Mesh mesh, Members members, Instant at, long nanos) {
    Picture now = Picture.of(mesh, members);
    if (!now.equals(picture)) {
      picture = now;
      stableSince = at;
      changedAt = nanos;
    }
    if (mesh.verdict() != raw) {
      raw = mesh.verdict();
      rawAt = nanos;
    }
    Verdict next = judge(mesh, nanos);
    if (next != verdict) {
      verdict = next;
      since = at;
    }
    return next;
  }

  private Verdict judge(Mesh mesh, long nanos) {
    return switch (raw) {
      case ALONE, UNKNOWN, FORMING -> raw;
      case WHOLE -> isSeen(mesh) || stands(nanos) ? raw : Verdict.FORMING;
      case PARTIAL, SPLIT -> verdict == raw || stands(nanos) ? raw : Verdict.FORMING;
    };
  }

  /** Whether there is nobody of whom nothing at all is known. */
  private static boolean isSeen(Mesh mesh) {
    return mesh.islands().stream().allMatch(Island::seen);
  }

  private boolean stands(long nanos) {
    return nanos - changedAt >= stableFor.toNanos()
        || nanos - rawAt >= stableFor.multipliedBy(PATIENCE).toNanos();
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
