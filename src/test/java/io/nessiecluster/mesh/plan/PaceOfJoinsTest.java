package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.PlanAssert.assertAllowed;
import static io.nessiecluster.mesh.plan.PlanAssert.assertRefused;
import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.after;
import static io.nessiecluster.mesh.plan.Scenes.attempt;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a join may be made: after what time, and how often. */
class PaceOfJoinsTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Nested
  class TimeOfAHeal {

    @Test
    void itIsMadeAMinuteAfterOurStart() {
      Duration almost = Duration.ofSeconds(59).plusMillis(500);

      assertRefused(split().standing(almost, almost, 9, almost), Rule.JUST_STARTED, "1 s more");
      assertThat(split().standing(almost, almost, 9, almost).plan().again())
          .contains(Duration.ofMillis(500));
      Duration minute = Duration.ofMinutes(1);
      assertAllowed(split().standing(minute, minute, 9, minute));
    }

    @Test
    void itIsMadeWhenNoMemberHasComeOrGoneForAWhile() {
      Scene scene = split().standing(HOUR, HOUR, 9, Duration.ofSeconds(12));

      assertRefused(scene, Rule.ROLLOUT, "8 s more");
      assertThat(scene.plan().again()).contains(Duration.ofSeconds(8));
      assertAllowed(split().standing(HOUR, HOUR, 9, Duration.ofSeconds(20)));
    }

    @Test
    void itIsMadeWhenTheIslandsHaveBeenTheSameForAWhile() {
      Scene scene = split().standing(HOUR, Duration.ofSeconds(12), 9, HOUR);

      assertRefused(scene, Rule.UNSTABLE, "8 s more");
      assertThat(scene.plan().again()).contains(Duration.ofSeconds(8));
    }

    @Test
    void itIsMadeWhenThreeSweepsHaveSeenTheIslands() {
      Scene scene = split().standing(HOUR, HOUR, 2, HOUR);

      assertRefused(scene, Rule.UNSTABLE, "2 sweeps of 3");
      assertThat(scene.plan().again()).isEmpty(); // the next sweep comes when it comes
      assertAllowed(split().standing(HOUR, HOUR, 3, HOUR));
    }

    @Test
    void noTimeIsToldAfterWhichWhatIsForbiddenOtherwiseMayBeMade() {
      Scene scene = split().standing(HOUR, Duration.ofSeconds(12), 9, HOUR);

      assertThat(scene.blocked("x", "a").plan().again()).isEmpty();
      assertThat(split().untried("x", "a").plan().again()).isEmpty();
    }

    @Test
    void aNewcomerWaitsForNothing() {
      assertAllowed(joining().standing(Duration.ZERO, Duration.ZERO, 1, Duration.ZERO));
    }
  }

  @Nested
  class Suspended {

    private JoinHistory heals(int count, boolean joined) {
      JoinHistory history = JoinHistory.NONE;
      for (int i = 0; i < count; i++) {
        Duration ago = Duration.ofMinutes(50 - i);
        history = history.with(attempt(ago, "x", "a", Join.Kind.ISLAND, joined));
      }
      return history;
    }

    @Test
    void aPairThatWasHealedThreeTimesIsNotHealedAFourthTime() {
      assertAllowed(split().history(heals(2, true)));
      assertRefused(
          split().history(heals(3, true)), Rule.SUSPENDED, "3 heals of these two have not lasted");
    }

    @Test
    void healsThatFailedSuspendNothing() {
      assertAllowed(split().history(heals(5, false)));
    }

    @Test
    void healsOfMoreThanAnHourAgoHaveLasted() {
      JoinHistory history = JoinHistory.NONE;
      for (int i = 0; i < 3; i++) {
        Duration ago = Duration.ofMinutes(70 - i);
        history = history.with(attempt(ago, "x", "a", Join.Kind.ISLAND, true));
      }

      assertAllowed(split().history(history));
    }

    @Test
    void onceSuspendedNothingIsHealedUntilItIsResumed() {
      assertRefused(
          split().history(JoinHistory.NONE.suspend()), Rule.SUSPENDED, "wait to be resumed");
      assertAllowed(split().history(heals(3, true).suspend().resume()));
    }

    @Test
    void newcomersAreJoinedAllTheSame() {
      assertAllowed(joining().history(JoinHistory.NONE.suspend()));
    }
  }

  @Nested
  class TooOften {

    @Test
    void aHealComesAMinuteAfterAnyOther() {
      JoinHistory one = after(attempt(Duration.ofSeconds(45), "p", "q", Join.Kind.LINK, true));

      assertRefused(split().history(one), Rule.TOO_OFTEN, "15 s more");
      assertThat(split().history(one).plan().again()).contains(Duration.ofSeconds(15));
    }

    @Test
    void noMoreNewcomersAreJoinedThanMayBeInAMinute() {
      JoinPlan plan = new Scene().newcomers("a", "b", "c", "d", "e").joins(3, false, false).plan();

      assertThat(plan.joins())
          .extracting(Join::from)
          .containsExactly(node("b"), node("c"), node("d"));
      assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.TOO_OFTEN);
    }

    @Test
    void thoseOfTheLastMinuteCountAndItIsToldWhenThereIsRoom() {
      JoinHistory before =
          after(
              attempt(Duration.ofSeconds(50), "p", "a", Join.Kind.NEWCOMER, true),
              attempt(Duration.ofSeconds(20), "q", "a", Join.Kind.NEWCOMER, false));

      assertRefused(
          joining().joins(2, false, false).history(before), Rule.TOO_OFTEN, "2 newcomers");
      assertThat(joining().joins(2, false, false).history(before).plan().again())
          .contains(Duration.ofSeconds(10));
      assertAllowed(joining().joins(3, false, false).history(before));
    }

    @Test
    void aNewcomerThatFailedIsTriedAgainAfterFiveSecondsAndThenTwiceAsLong() {
      JoinHistory.Attempt first =
          attempt(Duration.ofSeconds(4), "n", "a", Join.Kind.NEWCOMER, false);

      assertRefused(joining().history(after(first)), Rule.TOO_OFTEN, "again in 1 s");
      JoinHistory.Attempt earlier =
          attempt(Duration.ofSeconds(20), "n", "a", Join.Kind.NEWCOMER, false);
      assertRefused(joining().history(after(earlier, first)), Rule.TOO_OFTEN, "again in 6 s");
    }
  }
}
