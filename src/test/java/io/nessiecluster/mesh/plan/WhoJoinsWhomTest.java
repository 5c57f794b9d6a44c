package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.PlanAssert.assertJoins;
import static io.nessiecluster.mesh.plan.PlanAssert.onlyRefusal;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.after;
import static io.nessiecluster.mesh.plan.Scenes.array;
import static io.nessiecluster.mesh.plan.Scenes.attempt;
import static io.nessiecluster.mesh.plan.Scenes.hosts;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Who is asked to join whom: islands, newcomers, and those who are alone. */
class WhoJoinsWhomTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void aMeshThatIsWholeIsLeftAlone() {
    assertThat(new Scene().island("a", "b", "c").plan()).isEqualTo(JoinPlan.NONE);
  }

  @Test
  void oneMemberAloneIsLeftAlone() {
    assertThat(new Scene().newcomers("a").plan()).isEqualTo(JoinPlan.NONE);
  }

  @Test
  void aNewcomerIsAskedToJoinTheLowestNamedOfTheLargestIsland() {
    Scene scene = new Scene().island("x", "y").island("b", "c", "d").newcomers("a");

    assertThat(scene.plan().joins())
        .containsExactly(
            new Join(node("a"), node("b"), Join.Kind.NEWCOMER, List.of(way("a", "b")), List.of()));
  }

  @Test
  void theSmallerIslandIsAskedToJoinTheLarger() {
    assertJoins(
        new Scene().island("a", "b").island("x", "y", "z").plan(), Join.Kind.ISLAND, way("a", "x"));
  }

  @Test
  void ofIslandsOfOneSizeTheOneWithTheLowestNameIsJoined() {
    assertJoins(
        new Scene().island("c", "d").island("a", "z").plan(), Join.Kind.ISLAND, way("c", "a"));
  }

  @Test
  void loneNewcomersJoinTheLowestNamedOfThem() {
    assertJoins(
        new Scene().newcomers("a", "b", "c", "d").plan(),
        Join.Kind.NEWCOMER,
        way("b", "a"),
        way("c", "a"),
        way("d", "a"));
  }

  @Test
  void newcomersJoinALoneMemberThatRunsForLongThoughItsNameIsHigher() {
    assertJoins(
        new Scene().newcomers("a", "b").old("z").plan(),
        Join.Kind.NEWCOMER,
        way("a", "z"),
        way("b", "z"));
  }

  @Test
  void newcomersJoinThatLoneMemberEvenWhileItIsSlow() {
    assertJoins(
        new Scene().newcomers("a", "b").old("z").slow("z").plan(),
        Join.Kind.NEWCOMER,
        way("a", "z"),
        way("b", "z"));
  }

  @Test
  void ofNewcomersOneThatHasToldIsJoinedRatherThanTheLowestNamed() {
    JoinPlan plan = new Scene().newcomers("a", "b", "c").untold("a").plan();

    assertThat(plan.joins().stream().map(join -> new Way(join.from(), join.to())))
        .containsExactly(way("c", "b"));
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.UNTOLD);
  }

  @Test
  void ofAnIslandOneWhoHasToldIsJoinedRatherThanTheLowestNamed() {
    assertJoins(joining().untold("a").plan(), Join.Kind.NEWCOMER, way("n", "b"));
  }

  @Test
  void ofAnIslandOneWhoIsNotSlowIsAsked() {
    assertJoins(split().slow("x").plan(), Join.Kind.ISLAND, way("y", "a"));
  }

  @Test
  void newcomersAreJoinedWhileAnOtherIslandWaits() {
    JoinPlan plan =
        split()
            .newcomers("n")
            .standing(HOUR, HOUR, 100, Duration.ZERO) // it has just come
            .plan();

    assertThat(plan.joins()).extracting(Join::kind).containsExactly(Join.Kind.NEWCOMER);
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.ROLLOUT);
  }

  @Test
  void noHealIsMadeTogetherWithNewcomers() {
    JoinPlan plan = split().newcomers("n").plan();

    assertThat(plan.joins()).extracting(Join::kind).containsExactly(Join.Kind.NEWCOMER);
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.TOO_OFTEN);
  }

  @Test
  void anIslandThatTellsNothingIsLeftAlone() {
    assertThat(new Scene().island("a", "b").newcomers("n").stale("n").plan())
        .isEqualTo(JoinPlan.NONE);
  }

  @Test
  void aPlanOfAThousandMembersInTwoHalvesIsMadeOfASample() {
    JoinPlan plan =
        new Scene().island(array(hosts("a", 500))).island(array(hosts("x", 500))).plan();

    assertThat(plan.pairs()).isEqualTo(new JoinPlan.Sample(64, 250_000));
    assertThat(plan.ways()).hasSize(128);
    assertThat(plan.joins()).hasSize(1);
  }

  @Test
  void refusalsAreListedInTheOrderOfTheIslands() {
    List<NodeName> refused =
        new Scene()
                .island("a", "b", "c")
                .island("x", "y")
                .newcomers("m", "n")
                .slow("m")
                .slow("n")
                .slow("x")
                .slow("y")
                .plan()
                .refusals()
                .stream()
                .map(Refusal::from)
                .toList();

    assertThat(refused).containsExactlyElementsOf(Arrays.asList(node("m"), node("n"), node("x")));
  }

  @Nested
  class WhoIsANewcomer {

    @Test
    void whoRunsForTenMinutes() {
      assertJoins(
          joining()
              .uptime("n", Duration.ofMinutes(10))
              .standing(Duration.ZERO, HOUR, 9, HOUR)
              .plan(),
          Join.Kind.NEWCOMER,
          way("n", "a"));
    }

    @Test
    void whoHasStartedWhileWeWatched() {
      assertJoins(
          joining().uptime("n", Duration.ofMinutes(59)).plan(), Join.Kind.NEWCOMER, way("n", "a"));
    }

    @Test
    void notWhoRanBefore() {
      assertJoins(
          joining().uptime("n", Duration.ofMinutes(61)).plan(), Join.Kind.ISLAND, way("n", "a"));
    }

    @Test
    void notWhoWasEverSeenLinked() {
      assertJoins(joining().everLinked("n").plan(), Join.Kind.ISLAND, way("n", "a"));
    }

    @Test
    void notWhoWasJoinedBefore() {
      JoinHistory joined =
          after(attempt(Duration.ofMinutes(5), "n", "a", Join.Kind.NEWCOMER, true));

      assertJoins(joining().history(joined).plan(), Join.Kind.ISLAND, way("n", "a"));
    }

    @Test
    void butWhoHasStartedAnewSince() {
      JoinHistory joined =
          after(attempt(Duration.ofMinutes(5), "n", "a", Join.Kind.NEWCOMER, true));

      assertJoins(
          joining().creation("n", 2).history(joined).plan(), Join.Kind.NEWCOMER, way("n", "a"));
    }

    @Test
    void perhapsWhoHasNotToldForHowLongItRuns() {
      Refusal refusal = onlyRefusal(joining().untold("n").mode(Mode.FORM).plan());

      assertThat(refusal.kind()).isEqualTo(Join.Kind.NEWCOMER);
      assertThat(refusal.rule()).isEqualTo(Rule.UNTOLD);
    }
  }
}
