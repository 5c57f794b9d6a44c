package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.plan.Scene.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.cluster.ClusterEvent.JoinAdvised;
import io.nessiecluster.cluster.ClusterEvent.JoinFailed;
import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.ClusterEvent.MeshEvent;
import io.nessiecluster.cluster.ClusterEvent.NameClash;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.Way;
import io.nessiecluster.mesh.plan.Join;
import io.nessiecluster.mesh.plan.JoinPlan;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.Refusal;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done with plans, in which mode, what is told of it, and what is remembered. */
class MeshKeeperTest {

  private static final NodeName LEADER = new NodeName("nessie@10.0.0.1");

  /** Members that connect as a test says; each connect is remembered. */
  private static final class Connects extends FakeMeshCalls {
    final List<Way> made = new ArrayList<>();
    Answer answer = _ -> true;

    interface Answer {
      boolean of(Way way) throws MeshCallException, InterruptedException;
    }

    @Override
    public boolean connect(NodeName from, NodeName to, Duration timeout)
        throws MeshCallException, InterruptedException {
      assertThat(timeout).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(15));
      made.add(new Way(from, to));
      return answer.of(new Way(from, to));
    }
  }

  private final ManualTime time = new ManualTime();
  private final TasksByHand tasks = new TasksByHand();
  private final Connects calls = new Connects();
  private final Map<NodeName, Long> creations = new HashMap<>();
  private final List<MeshEvent> told = new ArrayList<>();
  private Consumer<MeshEvent> listener = told::add;
  private int nudges;
  private MeshKeeper keeper = keeper(Mode.HEAL);

  private MeshKeeper keeper(Mode mode) {
    return new MeshKeeper(
        MeshSettings.DEFAULT.in(mode),
        calls,
        new Environment(time, time, new Random(42), tasks),
        node -> creations.getOrDefault(node, 1L),
        event -> listener.accept(event),
        () -> nudges++);
  }

  private JoinPlan plan(Scene scene) {
    return keeper.plan(scene.situation(time.getAsLong()), Optional.empty());
  }

  private void planAndAct(Scene scene) {
    JoinPlan _ = plan(scene);
    tasks.runAll();
  }

  private <E extends MeshEvent> List<E> told(Class<E> kind) {
    return told.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static Way way(String from, String to) {
    return new Way(node(from), node(to));
  }

  private static Scene joining() {
    return new Scene().island("a", "b").newcomers("n");
  }

  private static Scene split() {
    return new Scene().island("a", "b", "c").island("x", "y");
  }

  private static Scene newcomers(int count) {
    return new Scene()
        .newcomers(IntStream.range(0, count).mapToObj("n%02d"::formatted).toArray(String[]::new));
  }

  private JoinRefusedException refused(String from, String to) {
    JoinRefusedException refused =
        catchThrowableOfType(JoinRefusedException.class, () -> keeper.join(node(from), node(to)));
    assertThat(refused).isNotNull();
    return refused;
  }

  @Test
  void aNewcomerIsJoinedAndThatIsTold() {
    keeper = keeper(Mode.FORM);
    planAndAct(joining());

    assertThat(calls.made).containsExactly(way("n", "a"));
    assertThat(told)
        .containsExactly(new MemberJoined(time.instant(), node("n"), node("a"), "newcomer"));
    assertThat(nudges).isEqualTo(1);
    Keeping now = keeper.keeping();
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
  void theNamesThatClashInAJoinAreTold() {
    planAndAct(joining().globalNames("a", "leader").globalNames("n", "leader"));

    assertThat(told)
        .hasSize(2)
        .endsWith(new NameClash(time.instant(), node("n"), node("a"), "leader"));
  }

  @Test
  void whereOnlyWatchedNothingIsMadeAndNothingIsTold() {
    keeper = keeper(Mode.WATCH);
    planAndAct(split().blocked("x", "a").newcomers("n"));
    time.advance(Duration.ofMinutes(1));
    planAndAct(split().blocked("x", "a").newcomers("n"));

    assertThat(calls.made).isEmpty();
    assertThat(told).isEmpty();
    assertThat(keeper.keeping().state()).isEqualTo(State.WATCHING);
    assertThat(keeper.keeping().plan().joins()).hasSize(1);
    assertThat(keeper.keeping().plannedAt()).contains(time.instant());
  }

  @Test
  void adviceIsToldOnceForAsLongAsItStands() {
    keeper = keeper(Mode.ADVISE);
    planAndAct(joining());
    planAndAct(joining());

    assertThat(told)
        .containsExactly(
            new JoinAdvised(time.instant(), node("n"), node("a"), "newcomer", "1 connect"));
    assertThat(calls.made).isEmpty();
    planAndAct(new Scene().island("a", "b", "n"));
    planAndAct(joining());
    assertThat(told).hasSize(2);
  }

  @Test
  void aRefusalIsToldOnceWhenItHasLastedForAWhile() {
    planAndAct(split().blocked("x", "a"));
    time.advance(Duration.ofSeconds(19));
    planAndAct(split().blocked("x", "a"));
    assertThat(told).isEmpty();

    time.advance(Duration.ofSeconds(1));
    planAndAct(split().blocked("x", "a"));
    time.advance(Duration.ofHours(1));
    planAndAct(split().blocked("x", "a"));

    assertThat(told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.WAY_BLOCKED.code());
    assertThat(keeper.keeping().counts()).containsEntry(Outcome.REFUSED, 1L);
  }

  @Test
  void aRefusalThatWasGoneMeanwhileHasToLastAgain() {
    planAndAct(split().blocked("x", "a"));
    time.advance(Duration.ofSeconds(19));
    planAndAct(new Scene().island("a", "b", "c", "x", "y"));
    time.advance(Duration.ofSeconds(19));
    planAndAct(split().blocked("x", "a"));

    assertThat(told).isEmpty();
  }

  @Test
  void whatPassesWithTimeIsNeverTold() {
    Scene scene = split().standing(Duration.ofHours(1), Duration.ofSeconds(1), 9, Duration.ZERO);
    planAndAct(scene);
    time.advance(Duration.ofHours(1));
    planAndAct(scene);

    assertThat(keeper.keeping().plan().refused()).isEqualTo(1);
    assertThat(told).isEmpty();
  }

  @Test
  void newcomersAreJoinedFourAtATime() {
    JoinPlan _ = plan(newcomers(11));
    assertThat(tasks.waiting()).isEqualTo(4);
    tasks.runAll();

    assertThat(calls.made).hasSize(10);
    assertThat(nudges).isEqualTo(1);
  }

  @Test
  void missingLinksAreMendedOneAfterTheOther() {
    JoinPlan plan = plan(new Scene().island("a", "b", "c", "d").apart("a", "b").apart("a", "c"));

    assertThat(plan.joins()).hasSize(2);
    assertThat(tasks.waiting()).isEqualTo(1);
    tasks.runAll();
    assertThat(calls.made).containsExactly(way("a", "b"), way("a", "c"));
  }

  @Test
  void nothingNewIsBegunWhileJoinsAreUnderWay() {
    JoinPlan _ = plan(newcomers(3));
    int begun = tasks.waiting();
    tasks.runNext();
    JoinPlan _ = plan(newcomers(9));
    assertThat(tasks.waiting()).isEqualTo(begun - 1);

    tasks.runAll();
    JoinPlan _ = plan(newcomers(9));
    assertThat(tasks.waiting()).isEqualTo(4);
  }

  @Test
  void aMemberThatWasRestartedSinceIsNotConnectedAndNothingIsTold() {
    JoinPlan _ = plan(joining());
    creations.put(node("n"), 2L);
    tasks.runAll();

    assertThat(calls.made).isEmpty();
    assertThat(told).isEmpty();
    assertThat(nudges).isZero();
    assertThat(keeper.keeping().recent()).isEmpty();
    planAndAct(joining().creation("n", 2)); // and is joined at once, as nothing was tried
    assertThat(calls.made).containsExactly(way("n", "a"));
  }

  @Test
  void itIsLookedAtAgainBeforeEachConnectOfAJoin() {
    calls.answer =
        _ -> {
          creations.put(node("b"), 2L);
          return true;
        };
    planAndAct(joining().connectsOnlyWhomItDials("a", "b", "n"));

    assertThat(calls.made).containsExactly(way("n", "a"));
    assertThat(keeper.keeping().recent())
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
    calls.answer =
        _ -> {
          time.advance(Duration.ofSeconds(14));
          return true;
        };
    planAndAct(scene);

    assertThat(calls.made).hasSize(5); // the last one had 4 s
    assertThat(keeper.keeping().recent().getFirst().detail())
        .endsWith("2 of 7 connects were not made");
  }

  @Test
  void aJoinThatFailsIsToldAndTriedAgainAfterFiveSeconds() {
    calls.answer = _ -> false;
    planAndAct(joining());

    assertThat(told)
        .containsExactly(
            new JoinFailed(
                time.instant(),
                node("n"),
                node("a"),
                "newcomer",
                "app@n could not connect with app@a"));
    assertThat(keeper.keeping().counts()).containsEntry(Outcome.FAILED, 1L);
    time.advance(Duration.ofMillis(4_999));
    planAndAct(joining());
    assertThat(calls.made).hasSize(1);
    time.advance(Duration.ofMillis(1));
    planAndAct(joining());
    assertThat(calls.made).hasSize(2);
  }

  @Test
  void aMemberThatDoesNotAnswerFailsTheJoin() {
    calls.answer =
        _ -> {
          throw new MeshCallException(MeshCallException.Reason.TIMEOUT, "no answer in 15000 ms");
        };
    planAndAct(joining());

    assertThat(keeper.keeping().recent())
        .extracting(Keeping.Act::detail)
        .containsExactly("timeout: no answer in 15000 ms");
  }

  @Test
  void aNewcomerWhoseJoinIsNeverSeenIsNotJoinedAsOneAgain() {
    keeper = keeper(Mode.FORM);
    for (int i = 0; i < 100; i++) {
      planAndAct(joining());
      time.advance(Duration.ofSeconds(5));
    }

    assertThat(calls.made).hasSize(1);
    assertThat(told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.FORM_ONLY.code());
  }

  @Test
  void healsThatDoNotLastAreSuspendedAfterThree() {
    List<Long> at = new ArrayList<>();
    calls.answer = _ -> at.add(time.instant().getEpochSecond() - ManualTime.START.getEpochSecond());
    for (int i = 0; i < 12 * 60; i++) {
      planAndAct(split());
      time.advance(Duration.ofSeconds(5));
    }

    assertThat(at).containsExactly(0L, 60L, 180L);
    assertThat(keeper.keeping().state()).isEqualTo(State.SUSPENDED);
    assertThat(told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.SUSPENDED.code());
    time.advance(Duration.ofHours(5));
    planAndAct(split());
    assertThat(keeper.keeping().state()).isEqualTo(State.SUSPENDED);
    assertThat(at).hasSize(3);
  }

  @Test
  void newcomersAreJoinedWhileHealsAreSuspended() {
    healsThatDoNotLastAreSuspendedAfterThree();
    calls.made.clear();
    planAndAct(joining());

    assertThat(calls.made).containsExactly(way("n", "a"));
  }

  @Test
  void whoResumesHasHealsMadeAgain() {
    healsThatDoNotLastAreSuspendedAfterThree();
    calls.made.clear();
    int before = nudges;

    assertThat(keeper.resume().state()).isEqualTo(State.HEALING);
    assertThat(nudges).isEqualTo(before + 1);
    planAndAct(split());
    assertThat(calls.made).containsExactly(way("x", "a"));
  }

  @Test
  void whatFailsSuspendsNothingButComesEverLater() {
    calls.answer = _ -> false;
    for (int i = 0; i < 12 * 60; i++) {
      planAndAct(split());
      time.advance(Duration.ofSeconds(5));
    }

    assertThat(calls.made).hasSize(6); // after 0, 1, 3, 7, 15 and 31 minutes
    assertThat(keeper.keeping().state()).isEqualTo(State.HEALING);
  }

  @Test
  void whilePausedNothingIsMadeUntilItIsResumed() {
    assertThat(keeper.pause().state()).isEqualTo(State.PAUSED);
    planAndAct(joining());
    assertThat(calls.made).isEmpty();

    assertThat(keeper.resume().state()).isEqualTo(State.HEALING);
    planAndAct(joining());
    assertThat(calls.made).hasSize(1);
  }

  @Test
  void whatIsUnderWayWhenItIsPausedIsNotBrokenOff() {
    JoinPlan _ = plan(newcomers(9));
    Keeping _ = keeper.pause();
    tasks.runAll();

    assertThat(calls.made).hasSize(8);
  }

  @Test
  void whoFollowsAnotherReplicaPlansButNeitherActsNorTells() {
    for (int i = 0; i < 2; i++) {
      JoinPlan plan =
          keeper.plan(
              joining().island("x", "y").blocked("x", "a").situation(time.getAsLong()),
              Optional.of(LEADER));
      assertThat(plan.joins()).hasSize(1);
      time.advance(Duration.ofMinutes(1));
    }

    assertThat(tasks.waiting()).isZero();
    assertThat(told).isEmpty();
    assertThat(keeper.keeping().state()).isEqualTo(State.FOLLOWING);
    assertThat(keeper.keeping().leader()).contains(LEADER);
    planAndAct(joining()); // the leader is gone
    assertThat(calls.made).containsExactly(way("n", "a"));
  }

  @Test
  void whatIsLeftAfterFifteenSecondsIsLeftToTheNextPlan() {
    calls.answer =
        _ -> {
          time.advance(Duration.ofSeconds(14));
          return true;
        };
    planAndAct(newcomers(9));

    assertThat(calls.made).hasSize(2);
    assertThat(nudges).isEqualTo(1);
    JoinPlan _ = plan(newcomers(9));
    assertThat(tasks.waiting()).isEqualTo(4);
  }

  @Test
  void whereNoThreadCanBeStartedNothingIsMadeAndTheNextPlanTriesAgain() {
    tasks.refuse(true);
    JoinPlan _ = plan(newcomers(9));
    assertThat(nudges).isZero(); // another sweep at once would find the same

    tasks.refuse(false);
    planAndAct(newcomers(9));
    assertThat(calls.made).hasSize(8);
  }

  @Test
  void aFaultInOneJoinLeavesTheOthersToTheNextPlan() {
    calls.answer =
        way -> {
          if (way.from().equals(node("n01"))) {
            throw new IllegalStateException("planted");
          }
          return true;
        };
    planAndAct(newcomers(9));

    assertThat(calls.made).hasSize(8);
    assertThat(keeper.keeping().recent()).hasSize(7);
    planAndAct(newcomers(2));
    assertThat(calls.made).hasSize(9);
  }

  @Test
  void aListenerThatThrowsStopsNoJoin() {
    listener =
        _ -> {
          throw new IllegalStateException("planted");
        };
    Scene scene = joining().island("x", "y").blocked("x", "a");
    JoinPlan _ = plan(split().blocked("x", "a"));
    time.advance(Duration.ofMinutes(1));

    assertThatThrownBy(() -> plan(scene)).hasMessage("planted"); // the refusal is told
    tasks.runAll();

    assertThat(calls.made).containsExactly(way("n", "a"));
    planAndAct(newcomers(2));
    assertThat(calls.made).hasSize(2);
  }

  @Test
  void whenItIsClosedWhatIsUnderWayIsInterruptedAndNothingFollows() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    calls.answer =
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
      keeper =
          new MeshKeeper(
              MeshSettings.DEFAULT.in(Mode.HEAL),
              calls,
              new Environment(time, time, new Random(42), threads),
              _ -> 1L,
              told::add,
              () -> {});
      JoinPlan _ = plan(joining());
      assertThat(under.await(10, TimeUnit.SECONDS)).isTrue();

      keeper.close();

      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
    JoinPlan _ = plan(joining());
    assertThat(calls.made).hasSize(1);
    assertThat(refused("n", "a").detail()).isEqualTo("this service ends");
    assertThat(told).isEmpty();
  }

  @Test
  void theLastTwentyActsAreKeptTheNewestFirst() {
    planAndAct(newcomers(31));

    assertThat(keeper.keeping().recent()).hasSize(Keeping.RECENT);
    assertThat(keeper.keeping().recent().getFirst().join().from()).isEqualTo(node("n30"));
    assertThat(keeper.keeping().counts()).containsEntry(Outcome.JOINED, 30L);
  }

  @Test
  void byHandAJoinIsMadeInAnyModeThatWatches() throws Exception {
    for (Mode mode : List.of(Mode.WATCH, Mode.ADVISE, Mode.FORM, Mode.HEAL)) {
      keeper = keeper(mode);
      Keeping _ = keeper.pause();
      JoinPlan _ = plan(split());

      Keeping.Act act = keeper.join(node("a"), node("x"));

      assertThat(act.byHand()).isTrue();
      assertThat(act.outcome()).isEqualTo(Outcome.JOINED);
      assertThat(act.join().kind()).isEqualTo(Join.Kind.ISLAND);
      assertThat(keeper.keeping().recent()).containsExactly(act);
    }
    assertThat(calls.made).hasSize(4).containsOnly(way("x", "a"));
  }

  @Test
  void byHandAJoinIsMadeByAReplicaThatFollows() throws Exception {
    JoinPlan _ = keeper.plan(split().situation(time.getAsLong()), Optional.of(LEADER));

    assertThat(keeper.join(node("x"), node("a")).outcome()).isEqualTo(Outcome.JOINED);
  }

  @Test
  void byHandTheOneThatIsAskedForIsMadeThoughAnotherOneComesBeforeItInThePlan() throws Exception {
    keeper = keeper(Mode.WATCH);
    JoinPlan _ = plan(split().old("z"));

    assertThat(keeper.join(node("z"), node("a")).outcome()).isEqualTo(Outcome.JOINED);
    assertThat(calls.made).containsExactly(way("z", "a"));
  }

  @Test
  void byHandTheRulesAreTheSame() {
    JoinPlan plan = plan(split().blocked("x", "a"));
    Refusal refusal = plan.refusals().getFirst();

    assertThat(refused("x", "a").rule()).contains(refusal.rule());
    assertThat(refused("x", "a").detail()).isEqualTo(refusal.detail());
    assertThat(calls.made).isEmpty();
  }

  @Test
  void byHandOneHealComesAMinuteAfterAnother() throws Exception {
    keeper = keeper(Mode.WATCH);
    JoinPlan _ = plan(split());
    Keeping.Act _ = keeper.join(node("x"), node("a"));

    assertThat(refused("x", "a").rule()).contains(Rule.TOO_OFTEN);
  }

  @Test
  void byHandNobodyIsJoinedWhoIsNoMemberOrNotPlanned() {
    assertThat(refused("x", "a").detail()).isEqualTo("no member has been asked yet");
    JoinPlan _ = plan(split());

    assertThat(refused("stranger", "a").rule()).isEmpty();
    assertThat(refused("a", "b").detail()).contains("no such join is planned");
    assertThat(refused("a", "a").rule()).isEmpty();
  }

  @Test
  void byHandNothingIsMadeWhileOtherJoinsAreUnderWay() {
    JoinPlan _ = plan(split());

    assertThat(refused("x", "a").detail()).contains("under way");
  }

  @Test
  void byHandAMemberThatWasRestartedSinceIsRefused() {
    keeper = keeper(Mode.WATCH);
    JoinPlan _ = plan(split());
    creations.put(node("a"), -1L);

    assertThat(refused("x", "a").detail()).contains("not linked any more");
    assertThat(calls.made).isEmpty();
  }

  @Test
  void byHandAnInterruptEndsTheWaitAndOthersMayJoinThen() {
    keeper = keeper(Mode.WATCH);
    JoinPlan _ = plan(split());
    calls.answer =
        _ -> {
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> keeper.join(node("x"), node("a")))
        .isInstanceOf(InterruptedException.class);
    calls.answer = _ -> true;

    assertThat(catchThrowableOfType(Exception.class, () -> keeper.join(node("x"), node("a"))))
        .isNull();
  }
}
