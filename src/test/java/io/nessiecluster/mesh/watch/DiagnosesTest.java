package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Way;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who is asked about which way, when, and what is remembered. */
class DiagnosesTest {

  private static final Way A_TO_B = way("a", "b");
  private static final Way B_TO_A = way("b", "a");

  private final ManualTime time = new ManualTime();
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Roads roads = new Roads();
  private final Diagnoses diagnoses = new Diagnoses(roads, tasks::add, time, () -> {});

  /** Members that answer as a test says: reachable by default. */
  private static final class Roads extends FakeMeshCalls {
    final List<Way> tried = new ArrayList<>();
    Answer answer = way -> new Reach(LinkCause.REACHABLE, "try " + way.to());

    interface Answer {
      Reach of(Way way) throws MeshCallException, InterruptedException;
    }

    @Override
    public Reach reach(NodeName from, NodeName to, Duration timeout)
        throws MeshCallException, InterruptedException {
      assertThat(timeout).isEqualTo(Duration.ofSeconds(1));
      tried.add(new Way(from, to));
      return answer.of(new Way(from, to));
    }
  }

  private static Way way(String from, String to) {
    return new Way(NodeName.of(from, "10.0.0.1"), NodeName.of(to, "10.0.0.1"));
  }

  private static List<Way> ways(int count) {
    return IntStream.range(0, count).mapToObj(i -> way("a" + i, "b")).toList();
  }

  private void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private void ask(Way... ways) {
    diagnoses.ask(List.of(), List.of(ways));
    runAll();
  }

  @Test
  void whatAMemberFoundIsKnownForItsDirectionAlone() {
    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isEmpty();

    ask(A_TO_B);

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to()))
        .hasValue(new Reach(LinkCause.REACHABLE, "try b@10.0.0.1"));
    assertThat(diagnoses.found(B_TO_A.from(), B_TO_A.to())).isEmpty();
  }

  @Test
  void whatOneFoundIsKeptBackUntilTheOtherOneHasTriedTheWayBack() {
    diagnoses.ask(List.of(), List.of(A_TO_B, B_TO_A));

    tasks.remove().run();
    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isEmpty();
    runAll();

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isPresent();
    assertThat(diagnoses.found(B_TO_A.from(), B_TO_A.to())).isPresent();
  }

  @Test
  void whatIsKnownOfBothWaysStaysKnownWhileTheyAreTriedAgain() {
    ask(A_TO_B, B_TO_A);
    time.advance(Duration.ofMinutes(1));

    diagnoses.ask(List.of(), List.of(A_TO_B, B_TO_A));

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isPresent();
    assertThat(diagnoses.found(B_TO_A.from(), B_TO_A.to())).isPresent();
  }

  @Test
  void askingReturnsBeforeAnybodyIsAsked() {
    diagnoses.ask(List.of(), List.of(A_TO_B));

    assertThat(roads.tried).isEmpty();
    assertThat(tasks).hasSize(1);
  }

  @Test
  void oneWayIsAskedAboutOnceAMinute() {
    ask(A_TO_B, A_TO_B);
    time.advance(Duration.ofSeconds(59));
    ask(A_TO_B);
    assertThat(roads.tried).containsExactly(A_TO_B);

    time.advance(Duration.ofSeconds(1));
    roads.answer = _ -> new Reach(LinkCause.CONNECTION_REFUSED, "refused");
    ask(A_TO_B);

    assertThat(roads.tried).containsExactly(A_TO_B, A_TO_B);
    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to()))
        .hasValue(new Reach(LinkCause.CONNECTION_REFUSED, "refused"));
  }

  @Test
  void aWayUnderQuestionIsNotAskedAboutAgainHoweverLongItTakes() {
    diagnoses.ask(List.of(), List.of(A_TO_B));
    time.advance(Duration.ofHours(1));
    diagnoses.ask(List.of(), List.of(A_TO_B));

    runAll();

    assertThat(roads.tried).containsExactly(A_TO_B);
  }

  @Test
  void someAreAskedAtOnceAndTheOthersInTheirOrderAsThoseAreDone() {
    List<Way> ways = ways(20);
    diagnoses.ask(List.of(), ways);
    assertThat(tasks).hasSize(Diagnoses.MOST_IN_FLIGHT);

    tasks.remove().run();
    assertThat(tasks).hasSize(Diagnoses.MOST_IN_FLIGHT);
    runAll();

    assertThat(roads.tried).isEqualTo(ways);
  }

  @Test
  void noMoreThanSixtyFourAreBegunByOneCallAndTheRestByTheNext() {
    List<Way> ways = ways(100);
    diagnoses.ask(List.of(), ways);
    runAll();
    assertThat(roads.tried).isEqualTo(ways.subList(0, Diagnoses.MOST_BEGUN));

    diagnoses.ask(List.of(), ways);
    runAll();

    assertThat(roads.tried).isEqualTo(ways);
  }

  @Test
  void thoseWhoseTurnHasNotComeGiveWayToTheNextCall() {
    diagnoses.ask(List.of(), ways(20));
    diagnoses.ask(List.of(), List.of(A_TO_B));

    runAll();

    assertThat(roads.tried).hasSize(Diagnoses.MOST_IN_FLIGHT + 1).endsWith(A_TO_B);
  }

  @Test
  void itIsToldWhenTheFirstHaveAnsweredAndWhenAllHave() {
    AtomicInteger told = new AtomicInteger();
    Diagnoses telling = new Diagnoses(roads, tasks::add, time, told::incrementAndGet);
    telling.ask(ways(40), List.of());
    runNext(Diagnoses.MOST_IN_FLIGHT - 1);
    assertThat(told).hasValue(0);

    runNext(1);
    assertThat(told).hasValue(1);
    runNext(40 - Diagnoses.MOST_IN_FLIGHT - 1);
    assertThat(told).hasValue(1);
    runNext(1);
    assertThat(told).hasValue(2);

    telling.ask(List.of(A_TO_B, B_TO_A), List.of());
    runAll();
    assertThat(told).hasValue(3);
  }

  private void runNext(int count) {
    for (int i = 0; i < count; i++) {
      tasks.remove().run();
    }
  }

  @Test
  void aMemberThatDoesNotAnswerLeavesItUnknownWithTheReason() {
    roads.answer =
        _ -> {
          throw new MeshCallException(MeshCallException.Reason.TIMEOUT, "no answer in time");
        };

    ask(A_TO_B);

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to()))
        .hasValue(new Reach(LinkCause.UNKNOWN, "timeout: no answer in time"));
  }

  @Test
  void aQuestionThatFailsUnforeseenKeepsNoOtherFromBeingAsked() {
    roads.answer =
        way -> {
          if (way.from().text().startsWith("a1@")) {
            throw new IllegalStateException("planted");
          }
          return new Reach(LinkCause.REACHABLE, "");
        };

    ask(ways(20).toArray(Way[]::new));

    assertThat(roads.tried).hasSize(20);
    assertThat(diagnoses.found(NodeName.of("a1", "10.0.0.1"), A_TO_B.to())).isEmpty();
    assertThat(diagnoses.found(NodeName.of("a19", "10.0.0.1"), A_TO_B.to())).isPresent();
  }

  @Test
  void whatIsNotWantedAnyMoreIsForgottenAndSoIsItsLateAnswer() {
    ask(A_TO_B);
    diagnoses.ask(List.of(), List.of(B_TO_A));

    diagnoses.retain(_ -> false, _ -> false);
    runAll();

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isEmpty();
    assertThat(diagnoses.found(B_TO_A.from(), B_TO_A.to())).isEmpty();
    ask(A_TO_B);
    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isPresent();
  }

  @Test
  void whatIsBlockedAndMayMatterAgainIsRemembered() {
    roads.answer =
        way ->
            new Reach(way.equals(A_TO_B) ? LinkCause.EPMD_TIMEOUT : LinkCause.REACHABLE, "tried");
    ask(A_TO_B, B_TO_A);

    diagnoses.retain(_ -> false, _ -> true);

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isPresent();
    assertThat(diagnoses.found(B_TO_A.from(), B_TO_A.to())).isEmpty();
    diagnoses.retain(_ -> false, _ -> false);
    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isEmpty();
  }

  @Test
  void whatIsBlockedLeavesRoomForTheOthers() {
    roads.answer = _ -> new Reach(LinkCause.EPMD_TIMEOUT, "tried");
    diagnoses.ask(ways(Diagnoses.MOST_WAYS), List.of());
    runAll();

    diagnoses.retain(_ -> false, _ -> true);

    assertThat(ways(Diagnoses.MOST_WAYS).stream().filter(this::isFound))
        .hasSize(Diagnoses.MOST_SPARE);
  }

  private boolean isFound(Way way) {
    return diagnoses.found(way.from(), way.to()).isPresent();
  }

  @Test
  void noMoreIsRememberedThanHasRoom() {
    List<Way> ways = ways(3000);
    for (int i = 0; i < 100; i++) {
      diagnoses.ask(List.of(), ways);
      runAll();
    }
    assertThat(roads.tried.size())
        .isBetween(Diagnoses.MOST_WAYS, Diagnoses.MOST_WAYS + Diagnoses.MOST_BEGUN);

    diagnoses.retain(way -> way.equals(ways.getFirst()), _ -> false);
    ask(A_TO_B);

    assertThat(diagnoses.found(A_TO_B.from(), A_TO_B.to())).isPresent();
  }

  @Test
  void whoCannotBeGivenAThreadIsAskedLater() {
    List<Runnable> refused = new ArrayList<>();
    Diagnoses choked =
        new Diagnoses(
            roads,
            task -> {
              refused.add(task);
              throw new RejectedExecutionException("planted");
            },
            time,
            () -> {});

    choked.ask(List.of(), ways(20));
    assertThat(refused).hasSize(1);
    choked.ask(List.of(), ways(20));

    assertThat(refused).hasSize(2);
    assertThat(roads.tried).isEmpty();
  }

  @Test
  void closingGivesUpWhatIsUnderWayAndBeginsNothing() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch givenUp = new CountDownLatch(1);
    roads.answer =
        _ -> {
          asked.countDown();
          try {
            return new Reach(
                LinkCause.UNKNOWN, "" + new CountDownLatch(1).await(20, TimeUnit.SECONDS));
          } finally {
            givenUp.countDown();
          }
        };
    Diagnoses threaded =
        new Diagnoses(roads, task -> Thread.ofVirtual().start(task), time, () -> {});
    threaded.ask(List.of(), List.of(A_TO_B));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

    threaded.close();

    assertThat(givenUp.await(10, TimeUnit.SECONDS)).isTrue();
    threaded.ask(List.of(), List.of(B_TO_A));
    assertThat(roads.tried).containsExactly(A_TO_B);
    assertThat(threaded.found(A_TO_B.from(), A_TO_B.to())).isEmpty();
  }
}
