package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.PlanAssert.assertJoins;
import static io.nessiecluster.mesh.plan.PlanAssert.assertRefused;
import static io.nessiecluster.mesh.plan.Scenes.array;
import static io.nessiecluster.mesh.plan.Scenes.hosts;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.MeshSettings.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Members of one island that miss each other. */
class MissingLinksTest {

  @Test
  void missingLinksOfOneIslandAreMendedEightAtATime() {
    Scene scene = new Scene().island(array(hosts("a", 12)));
    hosts("a", 12).subList(2, 12).forEach(host -> scene.apart("a000", host));

    JoinPlan plan = scene.plan();

    assertThat(plan.joins()).hasSize(8);
    assertThat(plan.joins()).extracting(Join::kind).containsOnly(Join.Kind.LINK);
    assertThat(plan.joins().getFirst().ways()).containsExactly(way("a000", "a002"));
    assertThat(plan.refusals()).hasSize(2).extracting(Refusal::rule).containsOnly(Rule.TOO_OFTEN);
  }

  @Test
  void whoIsSlowIsNotAskedForAMissingLinkButTheOther() {
    assertJoins(
        new Scene().island("a", "b", "c").apart("a", "b").slow("a").plan(),
        Join.Kind.LINK,
        way("b", "a"));
  }

  @Test
  void aMissingLinkOfTwoWhoAreSlowIsRefused() {
    assertRefused(
        new Scene().island("a", "b", "c").apart("a", "b").slow("a").slow("b"),
        Rule.UNKNOWN_VIEW,
        "neither app@b can be asked nor app@a");
  }

  /** They may have been parted meanwhile, and may have registered the same names. */
  @Test
  void twoWhomOnlyASilentMemberHoldsTogetherAreNotConnected() {
    Scene scene = new Scene().island("a", "b", "c").apart("a", "b").stale("c");

    assertRefused(scene, Rule.UNKNOWN_VIEW, "only members that do not tell hold them together");
  }

  @Test
  void twoWhomOthersHoldTogetherAreConnectedThoughAnotherOneIsSilent() {
    assertJoins(
        new Scene().island("a", "b", "c", "d").apart("a", "b").stale("c").plan(),
        Join.Kind.LINK,
        way("a", "b"));
  }

  @Test
  void noMissingLinkIsMendedInTheModeToForm() {
    assertRefused(
        new Scene().island("a", "b", "c").apart("a", "b").mode(Mode.FORM), Rule.FORM_ONLY, "");
  }

  @Test
  void aMissingLinkIsNotMendedWhileAnotherOneOfTheTwoIsBlocked() {
    JoinPlan plan =
        new Scene()
            .island("a", "b", "c", "d")
            .apart("a", "b")
            .apart("a", "c")
            .blocked("a", "c")
            .plan();

    assertThat(plan.joins()).isEmpty();
    assertThat(plan.refusals()).extracting(Refusal::rule).containsOnly(Rule.WAY_BLOCKED);
    assertThat(plan.refusals())
        .extracting(Refusal::detail)
        .anyMatch(detail -> detail.startsWith("global would go on to another link: from app@a"));
  }

  @Test
  void whereGlobalConnectsNobodyTheOtherLinkIsMended() {
    JoinPlan plan =
        new Scene()
            .island("a", "b", "c", "d")
            .apart("a", "b")
            .apart("a", "c")
            .blocked("a", "c")
            .connectsOnlyWhomItDials("a", "b", "c", "d")
            .plan();

    assertThat(plan.joins()).extracting(Join::ways).containsExactly(List.of(way("a", "b")));
  }
}
