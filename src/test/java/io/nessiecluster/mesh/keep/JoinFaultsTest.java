package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.keep.KeeperFixture.newcomers;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What becomes of joins when threads, members or listeners fail, and when the service ends. */
class JoinFaultsTest {

  private final KeeperFixture mesh = new KeeperFixture();

  @Test
  void whereNoThreadCanBeStartedNothingIsMadeAndTheNextPlanTriesAgain() {
    mesh.tasks.refuse(true);
    JoinPlan _ = mesh.plan(newcomers(9));
    assertThat(mesh.nudges).isZero(); // another sweep at once would find the same

    mesh.tasks.refuse(false);
    mesh.planAndAct(newcomers(9));
    assertThat(mesh.calls.made).hasSize(8);
  }

  @Test
  void aFaultInOneJoinLeavesTheOthersToTheNextPlan() {
    mesh.calls.answer =
        way -> {
          if (way.from().equals(node("n01"))) {
            throw new IllegalStateException("planted");
          }
          return true;
        };
    mesh.planAndAct(newcomers(9));

    assertThat(mesh.calls.made).hasSize(8);
    assertThat(mesh.now().recent()).hasSize(7);
    mesh.planAndAct(newcomers(2));
    assertThat(mesh.calls.made).hasSize(9);
  }

  @Test
  void aListenerThatThrowsStopsNoJoin() {
    mesh.listener =
        _ -> {
          throw new IllegalStateException("planted");
        };
    Scene scene = joining().island("x", "y").blocked("x", "a");
    JoinPlan _ = mesh.plan(split().blocked("x", "a"));
    mesh.time.advance(Duration.ofMinutes(1));

    assertThatThrownBy(() -> mesh.plan(scene)).hasMessage("planted"); // the refusal is told
    mesh.tasks.runAll();

    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
    mesh.planAndAct(newcomers(2));
    assertThat(mesh.calls.made).hasSize(2);
  }

  @Test
  void whenItIsClosedWhatIsUnderWayIsInterruptedAndNothingFollows() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    mesh.calls.answer =
        _ -> {
          under.countDown();
          try {
            new CountDownLatch(1).await();
            return true;
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      JoinPlan _ = mesh.in(Mode.HEAL, threads).plan(joining());
      assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();

      mesh.keeper.close();

      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
    JoinPlan _ = mesh.plan(joining());
    assertThat(mesh.calls.made).hasSize(1);
    assertThat(mesh.refused("n", "a").detail()).isEqualTo("this service ends");
    assertThat(mesh.told).isEmpty();
  }
}
