package io.nessiecluster.rest;

import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.mesh.Island;
import io.nessiecluster.mesh.Member;
import io.nessiecluster.mesh.MemberRow;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A mesh of {@link MeshSnapshots} with one thing changed. */
public final class ChangedMesh {

  private ChangedMesh() {}

  /** The same mesh with another verdict. */
  public static MeshSnapshot with(Verdict verdict, MeshSnapshot mesh) {
    return copy(
        mesh,
        verdict,
        mesh.expected(),
        mesh.members(),
        mesh.islands(),
        mesh.unknownViews(),
        mesh.conditions());
  }

  /** The same mesh with that condition alone. */
  public static MeshSnapshot with(Condition condition, MeshSnapshot mesh) {
    return copy(
        mesh,
        mesh.verdict(),
        mesh.expected(),
        mesh.members(),
        mesh.islands(),
        mesh.unknownViews(),
        List.of(condition));
  }

  /** The same mesh of which at least so many members are expected. */
  public static MeshSnapshot expecting(int members, MeshSnapshot mesh) {
    return copy(
        mesh,
        mesh.verdict(),
        members,
        mesh.members(),
        mesh.islands(),
        mesh.unknownViews(),
        mesh.conditions());
  }

  /** The same mesh with one more member, which has told nothing and is seen by nobody. */
  public static MeshSnapshot withSilent(Member silent, MeshSnapshot mesh) {
    List<MemberRow> members = new ArrayList<>(mesh.members());
    members.add(
        new MemberRow(
            silent,
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of("timeout"),
            mesh.islands().size(),
            0,
            0,
            List.of(),
            List.of(),
            0));
    List<Island> islands = new ArrayList<>(mesh.islands());
    islands.add(new Island(false, List.of(silent.name())));
    return copy(
        mesh,
        mesh.verdict(),
        mesh.expected(),
        members,
        islands,
        mesh.unknownViews() + 1,
        mesh.conditions());
  }

  private static MeshSnapshot copy(
      MeshSnapshot mesh,
      Verdict verdict,
      int expected,
      List<MemberRow> members,
      List<Island> islands,
      int unknownViews,
      List<Condition> conditions) {
    return new MeshSnapshot(
        mesh.mode(),
        mesh.at(),
        mesh.sweep(),
        mesh.sweepTook(),
        mesh.interval(),
        verdict,
        mesh.since(),
        mesh.stableSince(),
        expected,
        members,
        islands,
        mesh.missingLinks(),
        mesh.oneSidedLinks(),
        unknownViews,
        mesh.blames(),
        mesh.defects(),
        mesh.strangers(),
        mesh.strangersFirst(),
        mesh.flaps(),
        mesh.checks(),
        conditions);
  }
}
