package io.nessiecluster.mesh.watch;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.cluster.state.Condition.Status;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The mesh in the form of Kubernetes' conditions, and since when they are what they are. */
final class MeshConditions {

  private static final String NO_SWEEP = "no member has been asked yet";

  private final Map<Condition.Type, Condition> last = new EnumMap<>(Condition.Type.class);

  /** Before the first sweep. */
  List<Condition> before(Instant at) {
    return List.of(
        dated(Condition.Type.MESH_WHOLE, Status.UNKNOWN, "NoSweepYet", NO_SWEEP, at),
        dated(Condition.Type.CHECKS_PASSING, Status.UNKNOWN, "NoSweepYet", NO_SWEEP, at),
        dated(Condition.Type.HEALING, Status.UNKNOWN, "NoSweepYet", NO_SWEEP, at));
  }

  /** After a sweep. */
  List<Condition> after(
      Verdict verdict, Mesh mesh, List<Check> checks, Keeping keeping, Instant at) {
    return List.of(meshWhole(verdict, mesh, at), checksPassing(checks, at), healing(keeping, at));
  }

  private Condition healing(Keeping keeping, Instant at) {
    JoinPlan plan = keeping.plan();
    String planned =
        "%d joins are planned, %d are refused".formatted(plan.joins().size(), plan.refused());
    String message =
        switch (keeping.state()) {
          case WATCHING -> "members are only watched; " + planned;
          case ADVISING -> "what would be joined is only told; " + planned;
          case FORMING -> "members that have just started are joined; " + planned;
          case HEALING -> "what is to be joined is joined; " + planned;
          case FOLLOWING ->
              "%s acts, another replica of this service"
                  .formatted(keeping.leader().map(NodeName::text).map(Printable::text).orElse("?"));
          case PAUSED -> "paused until POST /cluster/mesh/resume; " + planned;
          case SUSPENDED ->
              "heals have not lasted, and wait for POST /cluster/mesh/resume; " + planned;
        };
    Status status =
        keeping.state().acts() && keeping.state() != Keeping.State.SUSPENDED
            ? Status.TRUE
            : Status.FALSE;
    return dated(Condition.Type.HEALING, status, keeping.state().reason(), message, at);
  }

  private Condition meshWhole(Verdict verdict, Mesh mesh, Instant at) {
    int members = mesh.roster().size();
    String untold =
        mesh.freshViews() == members
            ? ""
            : "; %d have not told whom they see".formatted(members - mesh.freshViews());
    String lacking =
        "%d of the links between %d members are missing, %d are one-sided%s"
            .formatted(mesh.missingLinks(), members, mesh.oneSidedLinks(), untold);
    return switch (verdict) {
      case WHOLE ->
          meshWhole(
              Status.TRUE,
              "Whole",
              "%d members are linked with each other%s".formatted(members, untold),
              at);
      case ALONE -> meshWhole(Status.TRUE, "Alone", "there are fewer than two members", at);
      case SPLIT ->
          meshWhole(
              Status.FALSE, "Split", "%d islands; ".formatted(mesh.islands().size()) + lacking, at);
      case PARTIAL -> meshWhole(Status.FALSE, "Partial", lacking, at);
      case FORMING -> meshWhole(Status.FALSE, "Forming", lacking, at);
      case UNKNOWN ->
          meshWhole(
              Status.UNKNOWN,
              "FewViews",
              "%d of %d members have told whom they see".formatted(mesh.freshViews(), members),
              at);
    };
  }

  private Condition meshWhole(Status status, String reason, String message, Instant at) {
    return dated(Condition.Type.MESH_WHOLE, status, reason, message, at);
  }

  private Condition checksPassing(List<Check> checks, Instant at) {
    List<Check> failing =
        checks.stream().filter(check -> check.status() == Check.Status.FAIL).toList();
    return failing.isEmpty()
        ? dated(Condition.Type.CHECKS_PASSING, Status.TRUE, "NoneFailing", "no check fails", at)
        : dated(
            Condition.Type.CHECKS_PASSING,
            Status.FALSE,
            "ChecksFailing",
            failing.stream().map(check -> check.id().code()).collect(Collectors.joining(", "))
                + (failing.size() == 1 ? " fails" : " fail"),
            at);
  }

  private Condition dated(
      Condition.Type type, Status status, String reason, String message, Instant at) {
    Condition before = last.get(type);
    Instant since = before != null && before.status() == status ? before.lastTransitionTime() : at;
    Condition now = new Condition(type, status, reason, message, since);
    last.put(type, now);
    return now;
  }
}
