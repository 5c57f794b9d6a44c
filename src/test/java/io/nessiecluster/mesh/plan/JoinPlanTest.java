package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.Scene.NOW;
import static io.nessiecluster.mesh.plan.Scene.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Vitals.Product;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is joined with what, and what forbids it. */
class JoinPlanTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private static Way way(String from, String to) {
    return new Way(node(from), node(to));
  }

  private static List<String> hosts(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + "%03d".formatted(i)).toList();
  }

  private static String[] array(List<String> hosts) {
    return hosts.toArray(String[]::new);
  }

  private static void assertJoins(JoinPlan plan, Join.Kind kind, Way... ways) {
    assertThat(plan.refusals()).isEmpty();
    assertThat(plan.joins()).extracting(Join::kind).containsOnly(kind);
    assertThat(plan.joins().stream().map(join -> new Way(join.from(), join.to())))
        .containsExactly(ways);
  }

  private static Refusal onlyRefusal(JoinPlan plan) {
    assertThat(plan.joins()).isEmpty();
    assertThat(plan.refused()).isEqualTo(1);
    assertThat(plan.refusals()).hasSize(1);
    return plan.refusals().getFirst();
  }

  private static void assertRefused(Scene scene, Rule rule, String detail) {
    Refusal refusal = onlyRefusal(scene.plan());
    assertThat(refusal.rule()).isEqualTo(rule);
    assertThat(refusal.detail()).contains(detail);
  }

  private static void assertAllowed(Scene scene) {
    assertThat(scene.plan().refusals()).isEmpty();
    assertThat(scene.plan().joins()).hasSize(1);
  }

  private static JoinHistory.Attempt attempt(
      Duration ago, String from, String to, Join.Kind kind, boolean joined) {
    return new JoinHistory.Attempt(NOW - ago.toNanos(), node(from), node(to), kind, 1, joined);
  }

  private static JoinHistory after(JoinHistory.Attempt... attempts) {
    JoinHistory history = JoinHistory.NONE;
    for (JoinHistory.Attempt attempt : attempts) {
      history = history.with(attempt);
    }
    return history;
  }

  /** Two islands that may be healed. */
  private static Scene split() {
    return new Scene().island("a", "b", "c").island("x", "y");
  }

  /** An island, and a member that has just started. */
  private static Scene joining() {
    return new Scene().island("a", "b").newcomers("n");
  }

  @Nested
  class WhoJoinsWhom {

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
              new Join(
                  node("a"), node("b"), Join.Kind.NEWCOMER, List.of(way("a", "b")), List.of()));
    }

    @Test
    void theSmallerIslandIsAskedToJoinTheLarger() {
      assertJoins(
          new Scene().island("a", "b").island("x", "y", "z").plan(),
          Join.Kind.ISLAND,
          way("a", "x"));
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
    void amongMembersThatConnectOnlyWhomTheyDialEachPairIsAskedFor() {
      Scene scene =
          new Scene()
              .island("a", "b")
              .newcomers("m", "n")
              .connectsOnlyWhomItDials("a", "b", "m", "n");

      assertThat(scene.plan().joins())
          .extracting(Join::ways)
          .containsExactly(
              List.of(way("m", "a"), way("m", "b")),
              List.of(way("n", "a"), way("n", "b"), way("n", "m")));
    }

    @Test
    void oneMemberThatConnectsOnlyWhomItDialsIsEnoughForThat() {
      assertThat(joining().connectsOnlyWhomItDials("b").plan().joins())
          .extracting(Join::ways)
          .containsExactly(List.of(way("n", "a"), way("n", "b")));
    }

    @Test
    void amongThosePairsTheOnesWhoseWayIsBlockedAreLeftOut() {
      assertThat(joining().connectsOnlyWhomItDials("a", "b", "n").blocked("n", "b").plan().joins())
          .extracting(Join::ways)
          .containsExactly(List.of(way("n", "a")));
    }

    @Test
    void amongThosePairsTheOnesThatAreNotLinkedWithUsAreLeftOut() {
      assertThat(
              joining().sees("b", "c").stale("c").connectsOnlyWhomItDials("a", "n").plan().joins())
          .extracting(Join::ways)
          .containsExactly(List.of(way("n", "a"), way("n", "b")));
    }

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

    @Test
    void aMissingLinkOfTwoWhoAreSlowIsRefused() {
      assertRefused(
          new Scene().island("a", "b", "c").apart("a", "b").slow("a").slow("b"),
          Rule.UNKNOWN_VIEW,
          "neither app@b can be asked nor app@a");
    }
  }

  @Nested
  class FormOnly {

    @Test
    void noIslandIsHealedInTheModeToForm() {
      assertRefused(split().mode(Mode.FORM), Rule.FORM_ONLY, "no newcomer");
    }

    @Test
    void noMissingLinkIsMendedInTheModeToForm() {
      assertRefused(
          new Scene().island("a", "b", "c").apart("a", "b").mode(Mode.FORM), Rule.FORM_ONLY, "");
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
          .filteredOn(refusal -> refusal.from().equals(Scene.node("n")))
          .extracting(Refusal::rule)
          .containsExactly(Rule.UNSTABLE);
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
}
