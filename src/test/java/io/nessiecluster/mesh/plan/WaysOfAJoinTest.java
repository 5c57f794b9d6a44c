package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.PlanAssert.assertAllowed;
import static io.nessiecluster.mesh.plan.PlanAssert.assertRefused;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.array;
import static io.nessiecluster.mesh.plan.Scenes.hosts;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which ways are to be free for a join, and which of them are tried. */
class WaysOfAJoinTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Nested
  class WayBlocked {

    @Test
    void oneBlockedPairForbidsAHealInWhateverDirection() {
      assertRefused(
          split().blocked("c", "y"),
          Rule.WAY_BLOCKED,
          "from app@c to app@y: connect_timeout: port 4370");
      assertRefused(split().blocked("y", "c"), Rule.WAY_BLOCKED, "from app@y to app@c");
    }

    @Test
    void oneBlockedPairForbidsToJoinANewcomer() {
      assertRefused(joining().blocked("b", "n"), Rule.WAY_BLOCKED, "from app@b to app@n");
    }

    @Test
    void itForbidsAJoinThoughWhoFoundItIsSlowNow() {
      assertRefused(split().blocked("c", "y").slow("c"), Rule.WAY_BLOCKED, "from app@c to app@y");
      assertThat(split().blocked("c", "y").slow("c").plan().ways()).contains(way("c", "y"));
    }

    @Test
    void aNewcomerThatCannotReachAnotherOneLeavesThatOneAlone() {
      JoinPlan plan = new Scene().newcomers("a", "b", "c", "d").blocked("c", "b").plan();

      assertThat(plan.joins()).extracting(Join::from).containsExactly(node("b"), node("d"));
      assertThat(plan.refusals())
          .singleElement()
          .satisfies(
              refusal -> {
                assertThat(refusal.from()).isEqualTo(node("c"));
                assertThat(refusal.rule()).isEqualTo(Rule.WAY_BLOCKED);
              });
    }

    @Test
    void aWayThatIsKnownToBeBlockedForbidsAHealThoughItIsNotInTheSample() {
      List<String> many = hosts("a", 50);
      List<String> few = hosts("x", 40);
      Scene scene = new Scene().island(array(many)).island(array(few));
      assertAllowed(scene);
      List<Way> looked = scene.plan().ways();
      String outside =
          few.stream()
              .filter(host -> !looked.contains(way("a000", host)))
              .findFirst()
              .orElseThrow(); // the links that miss the first one are those that are listed

      assertRefused(scene.blocked("a000", outside), Rule.WAY_BLOCKED, outside);
    }

    @Test
    void whereGlobalConnectsNobodyOnlyTheTwoThatAreAskedMatter() {
      Scene scene = joining().connectsOnlyWhomItDials("a", "b", "n");

      assertAllowed(scene.blocked("n", "b").blocked("b", "n"));
      assertRefused(scene.blocked("n", "a"), Rule.WAY_BLOCKED, "from app@n to app@a");
    }

    @Test
    void theWayThatIsBlockedIsTriedAgainAndNoneBesidesThoseOfTheTwoThatAreAsked() {
      assertThat(split().blocked("c", "y").plan().ways())
          .containsExactlyInAnyOrder(way("x", "a"), way("a", "x"), way("c", "y"));
    }

    /** They would hear of each other anew by the newcomer, and dial in vain. */
    @Test
    void aBlockedPairWithinAnIslandForbidsToJoinANewcomerToIt() {
      Scene scene =
          new Scene().island("a", "b", "c").newcomers("n").apart("b", "c").blocked("c", "b");

      assertThat(scene.plan().joins()).isEmpty();
      assertThat(scene.plan().refusals())
          .filteredOn(refusal -> refusal.kind() == Join.Kind.NEWCOMER)
          .extracting(Refusal::rule)
          .containsExactly(Rule.WAY_BLOCKED);
    }

    /** As of one that died unheard: the one of its name would be torn off, once it dials. */
    @Test
    void aLinkThatOnlyOneListsForbidsToJoinANewcomerToItsIsland() {
      Scene scene = new Scene().island("a", "b").newcomers("c", "n").sees("a", "c").seenTwice();

      assertThat(scene.plan().joins()).isEmpty();
      assertThat(scene.plan().refusals())
          .filteredOn(refusal -> refusal.from().equals(node("n")))
          .extracting(Refusal::rule)
          .containsExactly(Rule.UNSTABLE);
    }
  }

  @Nested
  class WayUnproven {

    @Test
    void aNewcomerWaitsUntilItsWaysAreTried() {
      Scene scene = joining().nothingTried();

      assertRefused(scene, Rule.WAY_UNPROVEN, "4 ways of 2 pairs were not found free yet");
      assertThat(scene.plan().ways())
          .containsExactly(way("n", "a"), way("a", "n"), way("n", "b"), way("b", "n"));
    }

    @Test
    void oneWayThatWasNotTriedIsEnough() {
      assertRefused(split().untried("y", "c"), Rule.WAY_UNPROVEN, "1 ways of 6 pairs");
    }

    @Test
    void aWayOfWhichNothingWasToldProvesNothing() {
      assertRefused(split().found("y", "c", LinkCause.UNKNOWN), Rule.WAY_UNPROVEN, "1 ways");
    }

    @Test
    void whoCannotBeAskedTriesNoWay() {
      assertThat(joining().slow("b").plan().ways())
          .containsExactly(way("n", "a"), way("a", "n"), way("n", "b"));
    }

    @Test
    void theWaysBetweenNewcomersAreTriedWithTheOthersSoThatAllMayJoinThen() {
      Scene scene = new Scene().newcomers("a", "b", "c", "d");
      int all = scene.plan().ways().size();

      assertThat(scene.nothingTried().plan().ways()).hasSize(all);
      assertThat(all).isEqualTo(12); // both ways of six pairs
    }

    @Test
    void ofMoreThanSixtyFourPairsASampleIsTriedTheSameAtAnyTime() {
      Scene scene = new Scene().island(array(hosts("a", 50))).island(array(hosts("x", 40)));

      assertThat(scene.plan().pairs()).isEqualTo(new JoinPlan.Sample(64, 2_000));
      assertThat(scene.plan().ways()).hasSize(128).startsWith(way("x000", "a000"));
      assertThat(scene.plan().ways()).isEqualTo(scene.plan().ways());
    }

    @Test
    void theSampleOfAnIslandThatHasGrownIsAlmostTheSame() {
      List<String> many = hosts("a", 51);
      List<Way> before =
          new Scene()
              .island(array(many.subList(0, 50)))
              .island(array(hosts("x", 40)))
              .plan()
              .ways();
      List<Way> after = new Scene().island(array(many)).island(array(hosts("x", 40))).plan().ways();

      assertThat(after.stream().filter(before::contains).count()).isGreaterThan(110);
    }

    @Test
    void aHealsWaysAreNotTriedWhileTheMeshHasJustChanged() {
      Scene scene = split().nothingTried();

      assertThat(scene.standing(HOUR, Duration.ofSeconds(9), 9, HOUR).plan().ways()).isEmpty();
      assertThat(scene.standing(HOUR, Duration.ofSeconds(10), 9, HOUR).plan().ways()).hasSize(12);
    }

    @Test
    void noMoreThanFiveHundredWaysAreTriedAtATime() {
      JoinPlan plan = new Scene().newcomers(array(hosts("a", 400))).nothingTried().plan();

      assertThat(plan.ways()).hasSizeBetween(JoinPlan.WAYS, JoinPlan.WAYS + 128);
      assertThat(plan.refused()).isEqualTo(399);
      assertThat(plan.refusals()).hasSize(JoinPlan.REFUSALS);
    }
  }
}
