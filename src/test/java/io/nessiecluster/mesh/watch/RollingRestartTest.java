package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.STABLE_FOR;
import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static io.nessiecluster.mesh.watch.MeshFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent.LinkMissing;
import io.nessiecluster.cluster.ClusterEvent.MeshSplit;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mesh whose nodes are replaced one after the other is never said to be what it is not. */
class RollingRestartTest {

  private static final int NODES = 5;

  private final MeshFixture mesh = new MeshFixture();
  private final Random random = new Random(7);

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Sweeps come at their interval, and on the heels of what happens. */
  private void sweep() {
    boolean isNudged = random.nextBoolean();
    MeshSnapshot now =
        isNudged ? mesh.sweepAfter(Duration.ofMillis(50 + random.nextInt(2_000))) : mesh.sweep();
    assertThat(now.verdict()).isIn(Verdict.WHOLE, Verdict.FORMING);
  }

  @Test
  void aHundredRestartsUnderTheSameNamesSplitNothing() {
    mesh.whole(NODES).settle();
    for (int restart = 0; restart < 100; restart++) {
      NodeName node = node(2 + restart % NODES);
      mesh.die(node);
      sweep();
      mesh.start(node);
      List<NodeName> others = nodes(NODES).stream().filter(o -> !o.equals(node)).toList();
      for (NodeName other : others) { // one after the other, as a library dials
        if (random.nextInt(3) == 0) {
          sweep();
        }
        mesh.beams.connect(node, other);
      }
      sweep();
    }

    assertThat(mesh.settle().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MeshSplit.class)).isEmpty();
    assertThat(mesh.told(LinkMissing.class)).isEmpty();
    assertThat(mesh.latest().flaps()).isZero();
  }

  @Test
  void aHundredReplacementsByOthersSplitNothing() {
    mesh.whole(NODES).settle();
    for (int restart = 0; restart < 100; restart++) {
      NodeName newcomer = node(2 + NODES + restart);
      NodeName leaving = node(2 + restart);
      mesh.start(newcomer);
      sweep();
      for (int i = restart; i < restart + NODES; i++) {
        mesh.beams.connect(newcomer, node(2 + i));
      }
      sweep();
      mesh.die(leaving);
      if (random.nextBoolean()) {
        sweep();
      }
      mesh.vanish(leaving);
      sweep();
    }

    assertThat(mesh.settle().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MeshSplit.class)).isEmpty();
    assertThat(mesh.told(LinkMissing.class)).isEmpty();
  }

  @Test
  void aNodeThatNeverReturnsIsNoDefectOfTheOthers() {
    mesh.whole(NODES).settle();
    mesh.die(node(2));
    mesh.time.advance(STABLE_FOR);

    assertThat(mesh.settle().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.latest().defects()).isEmpty();
  }
}
