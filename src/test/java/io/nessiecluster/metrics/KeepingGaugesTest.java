package io.nessiecluster.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.rest.Keepings;
import io.nessiecluster.rest.MeshSnapshots;
import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done about the mesh, in numbers. */
class KeepingGaugesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Shown shown = new Shown();
  private MeshSnapshot mesh = MeshSnapshots.split();

  private void register() {
    new KeepingGauges(registry, () -> mesh, shown).register(new StartupEvent());
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  private double joins(Keeping.Outcome outcome) {
    return registry
        .get("nessie_cluster_mesh_joins")
        .tag("outcome", outcome.code())
        .functionCounter()
        .count();
  }

  @ParameterizedTest
  @EnumSource(Keeping.State.class)
  void oneStateHolds(Keeping.State state) {
    register();
    shown.keeping = Keepings.of(state);

    for (Keeping.State each : Keeping.State.values()) {
      assertThat(gauge("nessie_cluster_mesh_keeping", "state", each.code()))
          .isEqualTo(each == state ? 1 : 0);
    }
  }

  @Test
  void whatIsPlannedIsCountedAndWhatIsRefusedByItsRule() {
    register();
    shown.keeping =
        Keepings.of(
            Keeping.State.HEALING, Rule.MNESIA, Rule.WAY_BLOCKED, Rule.WAY_BLOCKED, Rule.ROLLOUT);

    assertThat(gauge("nessie_cluster_mesh_planned_joins")).isEqualTo(1);
    assertThat(gauge("nessie_cluster_mesh_refused_joins", "rule", "way_blocked")).isEqualTo(2);
    assertThat(gauge("nessie_cluster_mesh_refused_joins", "rule", "mnesia")).isEqualTo(1);
    assertThat(gauge("nessie_cluster_mesh_refused_joins", "rule", "product")).isZero();
  }

  @Test
  void joinsAreCountedByWhatCameOfThem() {
    register();
    assertThat(joins(Keeping.Outcome.JOINED)).as("from the start").isZero();

    shown.keeping = Keepings.of(Keeping.State.HEALING);

    assertThat(joins(Keeping.Outcome.JOINED)).isEqualTo(3);
    assertThat(joins(Keeping.Outcome.FAILED)).isEqualTo(1);
    assertThat(joins(Keeping.Outcome.REFUSED)).isEqualTo(2);
  }

  @Test
  void whereNothingIsWatchedThereIsNoMeter() {
    mesh = MeshSnapshots.off();
    register();

    assertThat(registry.getMeters()).isEmpty();
  }

  /** Shows, and does nothing. */
  private static final class Shown implements MeshKeeping {
    private volatile Keeping keeping = Keepings.before();

    @Override
    public Keeping keeping() {
      return keeping;
    }

    @Override
    public Keeping pause() {
      throw new AssertionError("gauges command nothing");
    }

    @Override
    public Keeping resume() {
      throw new AssertionError("gauges command nothing");
    }

    @Override
    public Keeping.Act join(NodeName from, NodeName to) {
      throw new AssertionError("gauges command nothing");
    }
  }
}
