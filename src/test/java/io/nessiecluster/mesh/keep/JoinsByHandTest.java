package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.keep.KeeperFixture.LEADER;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Joins that somebody asks for. */
class JoinsByHandTest {

  private final KeeperFixture mesh = new KeeperFixture();

  @Test
  void byHandAJoinIsMadeInAnyModeThatWatches() throws Exception {
    for (Mode mode : List.of(Mode.WATCH, Mode.ADVISE, Mode.FORM, Mode.HEAL)) {
      mesh.in(mode);
      Keeping _ = mesh.keeper.pause();
      JoinPlan _ = mesh.plan(split());

      Keeping.Act act = mesh.join("a", "x");

      assertThat(act.byHand()).isTrue();
      assertThat(act.outcome()).isEqualTo(Outcome.JOINED);
      assertThat(act.join().kind()).isEqualTo(Join.Kind.ISLAND);
      assertThat(mesh.now().recent()).containsExactly(act);
    }
    assertThat(mesh.calls.made).hasSize(4).containsOnly(way("x", "a"));
  }

  @Test
  void byHandAJoinIsMadeByAReplicaThatFollows() throws Exception {
    JoinPlan _ = mesh.keeper.plan(split().situation(mesh.time.getAsLong()), Optional.of(LEADER));

    assertThat(mesh.join("x", "a").outcome()).isEqualTo(Outcome.JOINED);
  }

  @Test
  void byHandTheOneThatIsAskedForIsMadeThoughAnotherOneComesBeforeItInThePlan() throws Exception {
    mesh.in(Mode.WATCH);
    JoinPlan _ = mesh.plan(split().old("z"));

    assertThat(mesh.join("z", "a").outcome()).isEqualTo(Outcome.JOINED);
    assertThat(mesh.calls.made).containsExactly(way("z", "a"));
  }

  @Test
  void byHandTheRulesAreTheSame() {
    JoinPlan plan = mesh.plan(split().blocked("x", "a"));
    Refusal refusal = plan.refusals().getFirst();

    assertThat(mesh.refused("x", "a").rule()).contains(refusal.rule());
    assertThat(mesh.refused("x", "a").detail()).isEqualTo(refusal.detail());
    assertThat(mesh.calls.made).isEmpty();
  }

  @Test
  void byHandOneHealComesAMinuteAfterAnother() throws Exception {
    mesh.in(Mode.WATCH);
    JoinPlan _ = mesh.plan(split());
    Keeping.Act _ = mesh.join("x", "a");

    assertThat(mesh.refused("x", "a").rule()).contains(Rule.TOO_OFTEN);
  }

  @Test
  void byHandNobodyIsJoinedWhoIsNoMemberOrNotPlanned() {
    assertThat(mesh.refused("x", "a").detail()).isEqualTo("no member has been asked yet");
    JoinPlan _ = mesh.plan(split());

    assertThat(mesh.refused("stranger", "a").rule()).isEmpty();
    assertThat(mesh.refused("a", "b").detail()).contains("no such join is planned");
    assertThat(mesh.refused("a", "a").rule()).isEmpty();
  }

  @Test
  void byHandNothingIsMadeWhileOtherJoinsAreUnderWay() {
    JoinPlan _ = mesh.plan(split());

    assertThat(mesh.refused("x", "a").detail()).contains("under way");
  }

  @Test
  void byHandNothingIsMadeBeforeMembersHaveToldOfTheLastJoin() throws Exception {
    mesh.in(Mode.WATCH);
    JoinPlan _ = mesh.plan(new Scene().newcomers("a", "n"));
    mesh.calls.answer =
        _ -> {
          mesh.time.advance(Duration.ofSeconds(1));
          return true;
        };
    Keeping.Act _ = mesh.join("n", "a");

    assertThat(mesh.refused("n", "a").rule()).contains(Rule.TOO_OFTEN);
    assertThat(mesh.refused("n", "a").detail()).contains("try again");
    assertThat(mesh.calls.made).hasSize(1);
  }

  @Test
  void byHandAMemberThatWasRestartedSinceIsRefused() {
    mesh.in(Mode.WATCH);
    JoinPlan _ = mesh.plan(split());
    mesh.creations.put(node("a"), -1L);

    assertThat(mesh.refused("x", "a").detail()).contains("not linked any more");
    assertThat(mesh.calls.made).isEmpty();
  }

  @Test
  void byHandAnInterruptEndsTheWaitAndOthersMayJoinThen() {
    mesh.in(Mode.WATCH);
    JoinPlan _ = mesh.plan(split());
    mesh.calls.answer =
        _ -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> mesh.join("x", "a")).isInstanceOf(InterruptedException.class);
    mesh.calls.answer = _ -> true;

    assertThat(catchThrowableOfType(Exception.class, () -> mesh.join("x", "a"))).isNull();
  }
}
