package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is done about the mesh, and what would be, as of the end of the last sweep.
 *
 * @param state what is done with the plan now
 * @param mode what the settings say: {@code nessie-cluster.mesh.mode}
 * @param leader the replica of this service that acts instead; absent but where the state is {@code
 *     following}
 * @param plannedAt when the plan was made; absent before the first sweep
 * @param againAt when it may be another one though nothing else changes; absent when that is not
 *     known
 * @param joins that may be made, in this order; {@link #LISTED} at most
 * @param refusals joins that are not made, and why; {@link #LISTED} at most
 * @param pairs on how many pairs of members the plan rests, and of how many
 * @param counts how many there are, listed or not, and what came of joins since the start
 * @param recent what was done last, the newest first
 */
@RegisterForReflection
@Schema(name = "Plan", description = "What is done about the mesh, and what would be")
public record PlanResponse(
    @Schema(
            examples = "healing",
            enumeration = {
              "watching",
              "advising",
              "forming",
              "healing",
              "following",
              "paused",
              "suspended"
            })
        String state,
    @Schema(
            examples = "heal",
            enumeration = {"watch", "advise", "form", "heal"})
        String mode,
    @Schema(examples = "nessie@10.0.0.8") @Nullable String leader,
    @Nullable Instant plannedAt,
    @Nullable Instant againAt,
    List<PlannedJoinResponse> joins,
    List<RefusalResponse> refusals,
    PairSample pairs,
    PlanCounts counts,
    List<ActResponse> recent) {

  /** How many joins are listed at most; of refusals a plan has no more. */
  static final int LISTED = JoinPlan.REFUSALS;

  /**
   * On which pairs a plan rests: of larger islands those that are asked, and a sample.
   *
   * @param looked how many pairs were looked at, in both directions
   * @param of how many pairs the joins would connect
   */
  @RegisterForReflection
  @Schema(description = "On how many pairs of members a plan rests, and of how many")
  public record PairSample(@Schema(examples = "6") long looked, @Schema(examples = "6") long of) {}

  /**
   * How many of what.
   *
   * @param joins planned
   * @param refusals planned and refused
   * @param joined made since the start of this service, by hand too
   * @param failed tried in vain since then
   * @param refused that were told since then; each once for as long as it lasts, and those that do
   *     not pass by themselves
   */
  @RegisterForReflection
  @Schema(description = "How many joins are planned, and what came of them since the start")
  public record PlanCounts(int joins, int refusals, long joined, long failed, long refused) {

    static PlanCounts of(Keeping keeping) {
      Map<Keeping.Outcome, Long> counts = keeping.counts();
      return new PlanCounts(
          keeping.plan().joins().size(),
          keeping.plan().refused(),
          counts.getOrDefault(Keeping.Outcome.JOINED, 0L),
          counts.getOrDefault(Keeping.Outcome.FAILED, 0L),
          counts.getOrDefault(Keeping.Outcome.REFUSED, 0L));
    }
  }

  static PlanResponse of(Keeping keeping, MeshSettings.Mode mode) {
    JoinPlan plan = keeping.plan();
    return new PlanResponse(
        keeping.state().code(),
        mode.name().toLowerCase(Locale.ROOT),
        keeping.leader().map(NodeName::text).orElse(null),
        keeping.plannedAt().orElse(null),
        keeping.plannedAt().flatMap(at -> plan.again().map(at::plus)).orElse(null),
        plan.joins().stream().limit(LISTED).map(PlannedJoinResponse::of).toList(),
        plan.refusals().stream().limit(LISTED).map(RefusalResponse::of).toList(),
        new PairSample(plan.pairs().looked(), plan.pairs().of()),
        PlanCounts.of(keeping),
        keeping.recent().stream().map(ActResponse::of).toList());
  }
}
