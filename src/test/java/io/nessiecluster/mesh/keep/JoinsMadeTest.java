package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.keep.KeeperFixture.LEADER;
import static io.nessiecluster.mesh.keep.KeeperFixture.newcomers;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How joins are made: how many at once, for how long, of whom, and by whom. */
class JoinsMadeTest {

  private final KeeperFixture mesh = new KeeperFixture();

  @Test
  void aNewcomerIsJoinedAndThatIsTold() {
    mesh.in(Mode.FORM);
    mesh.planAndAct(joining());

    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
    assertThat(mesh.told)
        .containsExactly(new MemberJoined(mesh.time.instant(), node("n"), node("a"), "newcomer"));
    assertThat(mesh.nudges).isEqualTo(1);
    Keeping now = mesh.now();
    assertThat(now.counts()).containsEntry(Outcome.JOINED, 1L).containsEntry(Outcome.FAILED, 0L);
    assertThat(now.recent())
        .singleElement()
        .satisfies(
            act -> {
              assertThat(act.byHand()).isFalse();
              assertThat(act.outcome()).isEqualTo(Outcome.JOINED);
              assertThat(act.detail()).isEqualTo("app@n and app@a are connected");
            });
  }

  @Test
  void whereOnlyWatchedNothingIsMadeAndNothingIsTold() {
    mesh.in(Mode.WATCH);
    mesh.planAndAct(split().blocked("x", "a").newcomers("n"));
    mesh.time.advance(Duration.ofMinutes(1));
    mesh.planAndAct(split().blocked("x", "a").newcomers("n"));

    assertThat(mesh.calls.made).isEmpty();
    assertThat(mesh.told).isEmpty();
    assertThat(mesh.now().state()).isEqualTo(State.WATCHING);
    assertThat(mesh.now().plan().joins()).hasSize(1);
    assertThat(mesh.now().plannedAt()).contains(mesh.time.instant());
  }

  @Test
  void newcomersAreJoinedAFewAtATime() {
    JoinPlan _ = mesh.plan(newcomers(11));
    assertThat(mesh.tasks.waiting()).isEqualTo(MeshKeeper.AT_ONCE);
    mesh.tasks.runAll();

    assertThat(mesh.calls.made).hasSize(10);
    assertThat(mesh.nudges).isEqualTo(1);
  }

  @Test
  void missingLinksAreMendedOneAfterTheOther() {
    JoinPlan plan =
        mesh.plan(new Scene().island("a", "b", "c", "d").apart("a", "b").apart("a", "c"));

    assertThat(plan.joins()).hasSize(2);
    assertThat(mesh.tasks.waiting()).isEqualTo(1);
    mesh.tasks.runAll();
    assertThat(mesh.calls.made).containsExactly(way("a", "b"), way("a", "c"));
  }

  @Test
  void nothingNewIsBegunWhileJoinsAreUnderWay() {
    JoinPlan _ = mesh.plan(newcomers(3));
    int begun = mesh.tasks.waiting();
    mesh.tasks.runNext();
    JoinPlan _ = mesh.plan(newcomers(13));
    assertThat(mesh.tasks.waiting()).isEqualTo(begun - 1);

    mesh.tasks.runAll();
    JoinPlan _ = mesh.plan(newcomers(13));
    assertThat(mesh.tasks.waiting()).isEqualTo(MeshKeeper.AT_ONCE);
  }

  @Test
  void aMemberThatWasRestartedSinceIsNotConnectedAndNothingIsTold() {
    JoinPlan _ = mesh.plan(joining());
    mesh.creations.put(node("n"), 2L);
    mesh.tasks.runAll();

    assertThat(mesh.calls.made).isEmpty();
    assertThat(mesh.told).isEmpty();
    assertThat(mesh.nudges).isZero();
    assertThat(mesh.now().recent()).isEmpty();
    mesh.planAndAct(joining().creation("n", 2)); // and is joined at once, as nothing was tried
    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
  }

  @Test
  void itIsLookedAtAgainBeforeEachConnectOfAJoin() {
    mesh.calls.answer =
        _ -> {
          mesh.creations.put(node("b"), 2L);
          return true;
        };
    mesh.planAndAct(joining().connectsOnlyWhomItDials("a", "b", "n"));

    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
    assertThat(mesh.now().recent())
        .singleElement()
        .satisfies(
            act -> {
              assertThat(act.outcome()).isEqualTo(Outcome.JOINED);
              assertThat(act.detail()).endsWith("1 of 2 connects were not made");
            });
  }

  @Test
  void theConnectsOfAJoinEndAfterAMinute() {
    Scene scene =
        new Scene()
            .island("a", "b", "c", "d", "e", "f", "g")
            .newcomers("n")
            .connectsOnlyWhomItDials("n");
    mesh.calls.answer =
        _ -> {
          mesh.time.advance(Duration.ofSeconds(14));
          return true;
        };
    mesh.planAndAct(scene);

    assertThat(mesh.calls.made).hasSize(5); // the last one had 4 s
    assertThat(mesh.now().recent().getFirst().detail()).endsWith("2 of 7 connects were not made");
  }

  @Test
  void whatIsLeftAfterFifteenSecondsIsLeftToTheNextPlan() {
    mesh.calls.answer =
        _ -> {
          mesh.time.advance(Duration.ofSeconds(14));
          return true;
        };
    mesh.planAndAct(newcomers(13));

    assertThat(mesh.calls.made).hasSize(2);
    assertThat(mesh.nudges).isEqualTo(1);
    JoinPlan _ = mesh.plan(newcomers(13));
    assertThat(mesh.tasks.waiting()).isEqualTo(MeshKeeper.AT_ONCE);
  }

  @Test
  void whoFollowsAnotherReplicaPlansButNeitherActsNorTells() {
    for (int i = 0; i < 2; i++) {
      JoinPlan plan =
          mesh.keeper.plan(
              joining().island("x", "y").blocked("x", "a").situation(mesh.time.getAsLong()),
              Optional.of(LEADER));
      assertThat(plan.joins()).hasSize(1);
      mesh.time.advance(Duration.ofMinutes(1));
    }

    assertThat(mesh.tasks.waiting()).isZero();
    assertThat(mesh.told).isEmpty();
    assertThat(mesh.now().state()).isEqualTo(State.FOLLOWING);
    assertThat(mesh.now().leader()).contains(LEADER);
    mesh.planAndAct(joining()); // the leader is gone
    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
  }

  @Test
  void theLastTwentyActsAreKeptTheNewestFirst() {
    mesh.planAndAct(newcomers(31));

    assertThat(mesh.now().recent()).hasSize(Keeping.RECENT);
    assertThat(mesh.now().recent().getFirst().join().from()).isEqualTo(node("n30"));
    assertThat(mesh.now().counts()).containsEntry(Outcome.JOINED, 30L);
  }

  @Test
  void whilePausedNothingIsMadeUntilItIsResumed() {
    assertThat(mesh.keeper.pause().state()).isEqualTo(State.PAUSED);
    mesh.planAndAct(joining());
    assertThat(mesh.calls.made).isEmpty();

    assertThat(mesh.keeper.resume().state()).isEqualTo(State.HEALING);
    mesh.planAndAct(joining());
    assertThat(mesh.calls.made).hasSize(1);
  }

  @Test
  void whatIsUnderWayWhenItIsPausedIsNotBrokenOff() {
    JoinPlan _ = mesh.plan(newcomers(13));
    Keeping _ = mesh.keeper.pause();
    mesh.tasks.runAll();

    assertThat(mesh.calls.made).hasSize(12);
  }
}
