package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static io.nessiecluster.mesh.watch.MeshFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Vitals;
import io.nessiecluster.mesh.Vitals.MnesiaNodes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose vitals are asked for, and how often. */
class AskedForVitalsTest {

  private final MeshFixture mesh = new MeshFixture();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void vitalsAreAskedOfTwentyMembersASweepThoseWhoseAreNotKnownFirst() {
    mesh.whole(50);

    MeshSnapshot _ = mesh.sweepAfter(Duration.ofSeconds(10));
    assertThat(mesh.beams.counts()).containsEntry("vitals", 20L);
    MeshSnapshot _ = mesh.sweepAfter(Duration.ofSeconds(10));
    assertThat(mesh.beams.counts()).containsEntry("vitals", 40L);
    MeshSnapshot _ = mesh.sweepAfter(Duration.ofSeconds(10));

    for (NodeName node : nodes(50)) {
      assertThat(mesh.beams.vitalsAsked(node)).isPositive();
    }
  }

  @Test
  void aMemberWithNothingToWatchIsAskedForItsVitalsEveryThirtySeconds() {
    mesh.whole(3).sweep();
    for (int second = 1; second < 120; second++) {
      MeshSnapshot _ = mesh.sweepAfter(Duration.ofSeconds(1));
    }

    assertThat(mesh.beams.vitalsAsked(node(2))).isEqualTo(4);
  }

  @Test
  void aMemberWhoseDatabaseIsNotWholeIsAskedEachInterval() {
    mesh.whole(3);
    mesh.beams.vitals(node(2), mnesia(new MnesiaNodes(Set.of(node(2), node(3)), Set.of(node(2)))));
    MeshSnapshot _ = mesh.sweeps(4);

    assertThat(mesh.beams.vitalsAsked(node(2))).isEqualTo(4);
  }

  @Test
  void aMemberThatHasLostALinkForAMomentIsAskedInTheNextInterval() {
    mesh.whole(3).sweep();
    mesh.beams.disconnect(node(2), node(3));
    mesh.beams.connect(node(2), node(3));

    MeshSnapshot _ = mesh.sweep();

    assertThat(mesh.beams.vitalsAsked(node(2))).isEqualTo(2);
    assertThat(mesh.beams.vitalsAsked(node(4))).isEqualTo(1);
  }

  @Test
  void vitalsAreNotAskedMoreOftenThanTheIntervalHoweverManySweepsThereAre() {
    mesh.whole(3);
    nodes(3)
        .forEach(
            node ->
                mesh.beams.vitals(
                    node, mnesia(new MnesiaNodes(Set.of(node, node(9)), Set.of(node)))));
    for (int i = 0; i < 10; i++) {
      MeshSnapshot _ = mesh.sweepAfter(Duration.ofMillis(100));
    }

    assertThat(mesh.beams.counts()).containsEntry("vitals", 3L);
  }

  private static Vitals mnesia(MnesiaNodes nodes) {
    Vitals usual = FakeMeshCalls.vitals();
    return new Vitals(
        usual.processes(),
        usual.atoms(),
        usual.ports(),
        Optional.of(nodes),
        List.of(),
        0,
        Set.of());
  }
}
