package io.nessiecluster.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.plan.Rule;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Shows what is done about the mesh: what is planned, refused and made. None where it is off. */
@Singleton
class KeepingGauges {

  private final MeterRegistry registry;
  private final MeshSnapshot.Source mesh;
  private final MeshKeeping keeper;

  KeepingGauges(MeterRegistry registry, MeshSnapshot.Source mesh, MeshKeeping keeper) {
    this.registry = registry;
    this.mesh = mesh;
    this.keeper = keeper;
  }

  void register(@Observes StartupEvent event) {
    if (mesh.mesh().mode() == MeshSettings.Mode.OFF) {
      return;
    }
    for (Keeping.State state : Keeping.State.values()) {
      Gauge.builder(MetricNames.MESH_KEEPING, keeper, now -> now.keeping().state() == state ? 1 : 0)
          .description("What is done with the plan: 1 of that state, 0 of the others")
          .tag(MetricNames.STATE, state.code())
          .register(registry);
    }
    Gauge.builder(
            MetricNames.MESH_PLANNED_JOINS, keeper, now -> now.keeping().plan().joins().size())
        .description("Joins that may be made, of the last plan")
        .register(registry);
    for (Rule rule : Rule.values()) {
      Gauge.builder(
              MetricNames.MESH_REFUSED_JOINS, keeper, now -> refused(now.keeping().plan(), rule))
          .description("Joins that are refused, of the last plan, by the first rule that forbids")
          .tag(MetricNames.RULE, rule.code())
          .register(registry);
    }
    for (Keeping.Outcome outcome : Keeping.Outcome.values()) {
      FunctionCounter.builder(
              MetricNames.MESH_JOINS,
              keeper,
              now -> now.keeping().counts().getOrDefault(outcome, 0L))
          .description("Joins by what came of them; a refusal once for as long as it lasts")
          .tag(MetricNames.OUTCOME, outcome.code())
          .register(registry);
    }
  }

  private static long refused(JoinPlan plan, Rule rule) {
    return plan.refusals().stream().filter(refusal -> refusal.rule() == rule).count();
  }
}
