package io.nessiecluster.mesh.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.Way;

/** What a plan has to be. */
final class PlanAssert {

  private PlanAssert() {}

  /** All of these are joined, and nothing is refused. */
  static void assertJoins(JoinPlan plan, Join.Kind kind, Way... ways) {
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.joins()).extracting(Join::kind).containsOnly(kind);
    assertThat(plan.joins().stream().map(join -> new Way(join.from(), join.to())))
        .containsExactly(ways);
  }

  /** One join, and nothing is refused. */
  static void assertAllowed(Scene scene) {
    assertThat(scene.plan().refusals()).isEmpty();
    assertThat(scene.plan().joins()).hasSize(1);
  }

  /** No join, and one refusal. */
  static void assertRefused(Scene scene, Rule rule, String detail) {
    Refusal refusal = onlyRefusal(scene.plan());
    assertThat(refusal.rule()).isEqualTo(rule);
    assertThat(refusal.detail()).contains(detail);
  }

  static Refusal onlyRefusal(JoinPlan plan) {
    assertThat(plan.joins()).isEmpty();
    assertThat(plan.refused()).isEqualTo(1);
    assertThat(plan.refusals()).hasSize(1);
    return plan.refusals().getFirst();
  }
}
