package io.nessiecluster.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MeshCalls;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/** Shows the mesh between the nodes: counts, and never a node or a pair. None where it is off. */
@Singleton
class MeshGauges {

  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final MeshSnapshot.Source mesh;
  private final MeshCalls calls;

  MeshGauges(MeterRegistry registry, MeshSnapshot.Source mesh, MeshCalls calls) {
    this.registry = registry;
    this.mesh = mesh;
    this.calls = calls;
  }

  void register(@Observes StartupEvent event) {
    if (mesh.mesh().mode() == MeshSettings.Mode.OFF) {
      return;
    }
    links();
    verdicts();
    checks();
    gauge(
        MetricNames.MESH_SWEEP,
        "How long the last sweep over the members took",
        snapshot -> snapshot.sweepTook().toNanos() / NANOS_PER_SECOND);
    calls();
  }

  private void links() {
    gauge(
        MetricNames.MESH_MEMBERS,
        "Nodes that the DNS names and that are not hidden",
        snapshot -> snapshot.members().size());
    gauge(
        MetricNames.MESH_ISLANDS,
        "Groups of members that links hold together",
        snapshot -> snapshot.islands().size());
    gauge(
        MetricNames.MESH_MISSING_LINKS,
        "Pairs of members that miss each other",
        MeshSnapshot::missingLinks);
    gauge(
        MetricNames.MESH_ONE_SIDED_LINKS,
        "Pairs of members of which only one lists the other",
        MeshSnapshot::oneSidedLinks);
    gauge(
        MetricNames.MESH_UNKNOWN_VIEWS,
        "Members that have not told whom they see in the last two sweeps",
        MeshSnapshot::unknownViews);
    gauge(
        MetricNames.MESH_STRANGERS,
        "Nodes that members see and that are none of them, nor hidden",
        MeshSnapshot::strangers);
    FunctionCounter.builder(MetricNames.MESH_FLAPS, mesh, source -> source.mesh().flaps())
        .description("Links between members that were lost and made again between two sweeps")
        .register(registry);
  }

  private void verdicts() {
    for (Verdict verdict : Verdict.values()) {
      Gauge.builder(
              MetricNames.MESH_VERDICT, mesh, source -> source.mesh().verdict() == verdict ? 1 : 0)
          .description("What the mesh is: 1 of its verdict, 0 of the others")
          .tag(MetricNames.VERDICT, verdict.code())
          .register(registry);
    }
  }

  private void checks() {
    for (Check.Id id : Check.Id.values()) {
      Gauge.builder(MetricNames.CHECK, mesh, source -> value(source.mesh(), id))
          .description(
              "What a check came to: 0 = pass, 1 = warn, 2 = fail, NaN = nobody could tell")
          .tag(MetricNames.CHECK_ID, id.code())
          .register(registry);
    }
  }

  private void calls() {
    for (String function : calls.counts().keySet()) {
      FunctionCounter.builder(
              MetricNames.MESH_CALLS, calls, asked -> asked.counts().getOrDefault(function, 0L))
          .description("Calls of functions at members, by function, failed ones included")
          .tag(MetricNames.FUNCTION, function)
          .register(registry);
    }
  }

  private void gauge(String name, String description, ToDoubleFunction<MeshSnapshot> value) {
    Gauge.builder(name, mesh, source -> value.applyAsDouble(source.mesh()))
        .description(description)
        .register(registry);
  }

  private static double value(MeshSnapshot snapshot, Check.Id id) {
    return snapshot.check(id.code()).map(Check::status).map(MeshGauges::value).orElse(Double.NaN);
  }

  private static double value(Check.Status status) {
    return switch (status) {
      case PASS -> 0;
      case WARN -> 1;
      case FAIL -> 2;
      case UNKNOWN, SKIPPED -> Double.NaN;
    };
  }
}
