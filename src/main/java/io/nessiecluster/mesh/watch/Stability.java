package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Gap;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** For how long members, and what holds them together, are the same: what a heal waits for. */
final class Stability {

  private record Links(List<Island> islands, int missing, int oneSided, List<Gap> gaps) {}

  private final long began; // on the nano source, as the next two
  private long linksSince;
  private long membersSince;
  private int sweepsSame;
  private Links links = new Links(List.of(), 0, 0, List.of());
  private Map<NodeName, Long> creations = Map.of();

  /** Nothing is known yet, at this moment. */
  Stability(long nanos) {
    this.began = nanos;
    this.linksSince = nanos;
    this.membersSince = nanos;
  }

  /** What stands, from a sweep at this moment. */
  Standing after(Mesh mesh, Members members, long nanos) {
    Links nowLinks =
        new Links(
            mesh.islands(),
            mesh.missingLinks(),
            mesh.oneSidedLinks(),
            mesh.gaps(MeshSnapshot.DEFECTS));
    Map<NodeName, Long> nowMembers =
        members.all().stream()
            .collect(Collectors.toMap(MemberMemory::name, MemberMemory::creation));
    sweepsSame++;
    if (!nowLinks.equals(links)) {
      links = nowLinks;
      linksSince = nanos;
      sweepsSame = 1;
    }
    if (!nowMembers.equals(creations)) {
      creations = nowMembers;
      membersSince = nanos;
    }
    return new Standing(
        Duration.ofNanos(nanos - began),
        Duration.ofNanos(nanos - linksSince),
        sweepsSame,
        Duration.ofNanos(nanos - membersSince));
  }
}
