package io.nessiecluster.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.rest.MeshSnapshots;
import io.quarkus.runtime.StartupEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The mesh in numbers: never a node, and never a number where nothing is known. */
class MeshGaugesTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private MeshSnapshot mesh = MeshSnapshots.split();

  private void register() {
    new MeshGauges(registry, () -> mesh, new CountedCalls()).register(new StartupEvent());
  }

  private double gauge(String name, String... tags) {
    return registry.get(name).tags(tags).gauge().value();
  }

  @Test
  void itCountsWhatTheMeshHas() {
    register();

    assertThat(gauge("nessie_cluster_mesh_members")).isEqualTo(5);
    assertThat(gauge("nessie_cluster_mesh_islands")).isEqualTo(2);
    assertThat(gauge("nessie_cluster_mesh_missing_links")).isEqualTo(6);
    assertThat(gauge("nessie_cluster_mesh_one_sided_links")).isZero();
    assertThat(gauge("nessie_cluster_mesh_unknown_views")).isZero();
    assertThat(gauge("nessie_cluster_mesh_strangers")).isEqualTo(1);
    assertThat(gauge("nessie_cluster_mesh_sweep_seconds")).isEqualTo(0.012);
    assertThat(registry.get("nessie_cluster_mesh_flaps").functionCounter().count()).isEqualTo(7);
  }

  @Test
  void itFollowsTheMesh() {
    register();
    mesh = MeshSnapshots.whole(3);

    assertThat(gauge("nessie_cluster_mesh_members")).isEqualTo(3);
    assertThat(gauge("nessie_cluster_mesh_missing_links")).isZero();
  }

  @Test
  void oneVerdictHolds() {
    register();

    for (Verdict verdict : Verdict.values()) {
      assertThat(gauge("nessie_cluster_mesh_verdict", "verdict", verdict.code()))
          .isEqualTo(verdict == Verdict.SPLIT ? 1 : 0);
    }
  }

  @Test
  void aCheckIsANumberUnlessNobodyCouldTell() {
    register();

    assertThat(gauge("nessie_cluster_check", "check", "limits")).isZero();
    assertThat(gauge("nessie_cluster_check", "check", "members_pure")).isEqualTo(1);
    assertThat(gauge("nessie_cluster_check", "check", "names_unique")).isEqualTo(2);
    assertThat(gauge("nessie_cluster_check", "check", "global_free")).isNaN();
    assertThat(gauge("nessie_cluster_check", "check", "mnesia_whole")).isNaN();

    mesh = MeshSnapshots.before();
    assertThat(gauge("nessie_cluster_check", "check", "limits")).isNaN();
  }

  @Test
  void callsAreCountedByFunction() {
    register();

    assertThat(
            registry
                .get("nessie_cluster_mesh_calls")
                .tag("function", "erlang:nodes/2")
                .functionCounter()
                .count())
        .isEqualTo(9);
  }

  @Test
  void noLabelNamesANode() {
    register();

    assertThat(registry.getMeters())
        .isNotEmpty()
        .flatExtracting((Meter meter) -> meter.getId().getTags())
        .allSatisfy(tag -> assertThat(tag.getValue()).doesNotContain("@"));
  }

  @Test
  void whereNothingIsWatchedThereIsNoMeter() {
    mesh = MeshSnapshots.off();
    register();

    assertThat(registry.getMeters()).isEmpty();
  }

  /** Nobody is asked here; what was is counted. */
  private static final class CountedCalls extends FakeMeshCalls {
    @Override
    public Map<String, Long> counts() {
      return Map.of("erlang:nodes/2", 9L, "erlang:system_info/1", 0L);
    }
  }
}
