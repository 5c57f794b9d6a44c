package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.PlanAssert.assertAllowed;
import static io.nessiecluster.mesh.plan.PlanAssert.assertRefused;
import static io.nessiecluster.mesh.plan.PlanAssert.onlyRefusal;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Vitals.Product;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What forbids a join: what the mode, the members and what runs there say. */
class JoinRulesTest {

  @Nested
  class UnknownView {

    @Test
    void aNewcomerThatIsSlowIsNotAsked() {
      assertRefused(joining().slow("n"), Rule.UNKNOWN_VIEW, "nobody can be asked of app@n");
    }

    @Test
    void nobodyJoinsAnIslandOfWhichOnlyStaleMembersAreLinkedWithUs() {
      JoinPlan plan = new Scene().island("a", "b").stale("a").slow("b").island("x").plan();

      assertThat(onlyRefusal(plan))
          .isEqualTo(
              new Refusal(
                  node("x"),
                  node("a"),
                  Join.Kind.ISLAND,
                  Rule.UNKNOWN_VIEW,
                  "nobody can be asked of app@a, app@b"));
    }

    @Test
    void aHealWhereNobodyCanTryAWayIsRefused() {
      assertRefused(
          split().slow("c").slow("y"),
          Rule.UNKNOWN_VIEW,
          "neither app@y can be asked nor app@c, and so nobody tries the way between them");
    }

    @Test
    void aMemberThatCannotBeAskedForbidsNoHealAsLongAsOthersTryTheWayToIt() {
      assertAllowed(split().slow("c"));
    }
  }

  @Nested
  class FormOnly {

    @Test
    void noIslandIsHealedInTheModeToForm() {
      assertRefused(split().mode(Mode.FORM), Rule.FORM_ONLY, "no newcomer");
    }

    @Test
    void newcomersAreJoinedInTheModeToForm() {
      assertAllowed(joining().mode(Mode.FORM));
    }

    @Test
    void itsWaysAreTriedAllTheSameForItMayBeMadeByHand() {
      assertThat(split().mode(Mode.FORM).plan().ways()).hasSize(12);
    }

    @Test
    void inAllOtherModesThePlanIsTheOneOfHealing() {
      for (Mode mode : List.of(Mode.WATCH, Mode.ADVISE, Mode.HEAL)) {
        assertThat(split().mode(mode).plan()).isEqualTo(split().plan());
      }
    }
  }

  @Nested
  class Untold {

    @Test
    void aNewcomerNeedNotKnowTheWholeIsland() {
      assertAllowed(joining().untold("b"));
    }

    @Test
    void aNewcomerIsNotConnectedWithAnIslandOfWhichNobodyHasTold() {
      assertRefused(joining().untold("a").untold("b"), Rule.UNTOLD, "app@a");
    }

    @Test
    void aNewcomerThatRunsMnesiaWaitsForTheWholeIsland() {
      assertRefused(joining().mnesia("n", "n").untold("b"), Rule.UNTOLD, "app@b");
    }

    @Test
    void aHealWaitsForAllMembers() {
      assertRefused(split().untold("c"), Rule.UNTOLD, "it is not known yet what runs at app@c");
    }

    @Test
    void aHealWaitsForTheNamesOfBothIslands() {
      assertRefused(split().globalNamesUnknown("x"), Rule.UNTOLD, "the names of global");
    }

    @Test
    void aHealWhereNamesDoNotMatterDoesNot() {
      assertAllowed(split().globalNamesUnknown("x").joins(60, true, false));
    }
  }

  @Nested
  class Products {

    @Test
    void whereRabbitOrEmqxRunsNobodyIsJoined() {
      assertRefused(joining().runs("n", Product.RABBITMQ), Rule.PRODUCT, "rabbit runs at app@n");
      assertRefused(joining().runs("b", Product.EMQX), Rule.PRODUCT, "emqx runs at app@b");
      assertRefused(split().runs("y", Product.RABBITMQ), Rule.PRODUCT, "rabbit runs at app@y");
    }

    @Test
    void noSettingAllowsIt() {
      assertRefused(split().runs("y", Product.EMQX).joins(60, true, true), Rule.PRODUCT, "emqx");
    }
  }

  @Nested
  class Mnesia {

    @Test
    void twoIslandsWhoseDatabasesWereOneAreNotJoined() {
      assertRefused(
          split().mnesia("c", "c", "y").mnesia("y", "y", "c"),
          Rule.MNESIA,
          "mnesia runs at app@y and at app@c, and they have one database");
    }

    @Test
    void itIsEnoughThatOneOfThemKnowsTheOther() {
      assertRefused(split().mnesia("c", "c", "y").mnesia("y", "y"), Rule.MNESIA, "");
      assertRefused(split().mnesia("c", "c").mnesia("y", "y", "c"), Rule.MNESIA, "");
    }

    @Test
    void databasesOfTheirOwnDoNotMatter() {
      assertAllowed(split().mnesia("c", "c").mnesia("y", "y"));
    }

    @Test
    void aDatabaseThatDoesNotRunOnTheOtherSideDoesNotMatter() {
      assertAllowed(split().mnesia("c", "c", "y"));
    }

    @Test
    void aNewcomerWhoseDatabaseKnowsOnlyItselfIsJoined() {
      assertAllowed(joining().mnesia("n", "n").mnesia("a", "a", "b"));
    }

    @Test
    void aNewcomerWhoseDatabaseWasOneWithTheirsIsNot() {
      assertRefused(joining().mnesia("n", "n", "b").mnesia("b", "b", "n"), Rule.MNESIA, "");
    }

    @Test
    void itMayBeAllowed() {
      assertAllowed(split().mnesia("c", "c", "y").mnesia("y", "y", "c").joins(60, false, true));
    }
  }

  @Nested
  class NameClash {

    @Test
    void islandsWithOneNameOfGlobalAreNotJoined() {
      assertRefused(
          split().globalNames("a", "leader", "queue").globalNames("x", "leader"),
          Rule.NAME_CLASH,
          "registered with global on both sides: leader");
    }

    @Test
    void namesOfTheirOwnDoNotMatter() {
      assertAllowed(split().globalNames("a", "one").globalNames("x", "other"));
    }

    @Test
    void itMayBeAllowedAndIsToldThen() {
      Scene scene =
          split().globalNames("a", "leader").globalNames("x", "leader").joins(60, true, false);

      assertThat(scene.plan().joins()).extracting(Join::names).containsExactly(List.of("leader"));
    }

    @Test
    void aNewcomerIsJoinedAndItIsTold() {
      Scene scene = joining().globalNames("a", "leader").globalNames("n", "leader");

      assertThat(scene.plan().joins()).extracting(Join::names).containsExactly(List.of("leader"));
    }

    @Test
    void namesAreShownAsTextOfPeers() {
      assertRefused(
          split().globalNames("a", "\u001b[31m").globalNames("x", "\u001b[31m"),
          Rule.NAME_CLASH,
          "\\u{1B}[31m");
    }
  }
}
