package io.nessiecluster.mesh.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is remembered of joins, for how long, and how long the next one waits for it. */
class JoinHistoryTest {

  private static final NodeName A = new NodeName("app@a");
  private static final NodeName N = new NodeName("app@n");
  private static final Pair PAIR = Pair.of(A, N);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private JoinHistory history = JoinHistory.NONE;
  private long now = Long.MAX_VALUE - 5; // the nano source may wrap

  private void made(Join.Kind kind, boolean joined) {
    made(N, kind, joined);
  }

  private void made(NodeName from, Join.Kind kind, boolean joined) {
    history = history.with(new JoinHistory.Attempt(now, from, A, kind, 1, joined));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private static Party party(long creation) {
    return new Party(
        N,
        OptionalLong.empty(),
        true,
        creation,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  @Test
  void nothingWaitsForNothing() {
    assertThat(history.hasJoined(party(1), now)).isFalse();
    assertThat(history.newcomers(now)).isZero();
    assertThat(history.untilFewerNewcomers(now)).isZero();
    assertThat(history.untilRetried(party(1), now)).isZero();
    assertThat(history.untilHealed(PAIR, now)).isZero();
  }

  @Test
  void anIncarnationThatWasJoinedHasJoined() {
    made(Join.Kind.NEWCOMER, true);

    assertThat(history.hasJoined(party(1), now)).isTrue();
    assertThat(history.hasJoined(party(2), now)).isFalse();
  }

  @Test
  void oneThatFailedOrWasHealedHasNot() {
    made(Join.Kind.NEWCOMER, false);
    made(Join.Kind.ISLAND, true);

    assertThat(history.hasJoined(party(1), now)).isFalse();
  }

  @Test
  void anAttemptCountsForAMinuteAndIsForgottenAfterAnHour() {
    made(Join.Kind.NEWCOMER, true);
    pass(MINUTE.minusNanos(1));
    assertThat(history.newcomers(now)).isEqualTo(1);
    assertThat(history.untilFewerNewcomers(now)).isEqualTo(Duration.ofNanos(1));

    pass(Duration.ofNanos(1));
    assertThat(history.newcomers(now)).isZero();

    pass(Duration.ofMinutes(59).minusNanos(1));
    assertThat(history.hasJoined(party(1), now)).isTrue();
    pass(Duration.ofNanos(1));
    assertThat(history.hasJoined(party(1), now)).isFalse();
    made(Join.Kind.ISLAND, true);
    assertThat(history.attempts()).hasSize(1);
  }

  @Test
  void aNewcomerThatFailsIsTriedAfterFiveTenTwentyFortyAndThenEverySixtySeconds() {
    for (int seconds : new int[] {5, 10, 20, 40, 60, 60, 60}) {
      made(Join.Kind.NEWCOMER, false);
      assertThat(history.untilRetried(party(1), now)).isEqualTo(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds));
      assertThat(history.untilRetried(party(1), now)).isZero();
    }
    assertThat(history.untilRetried(party(2), now)).isZero();
  }

  @Test
  void healsOfOnePairWaitTwiceAsLongEachTimeThoughTheyFailed() {
    for (int minutes : new int[] {1, 2, 4, 8, 16}) {
      made(Join.Kind.LINK, minutes % 4 != 0);
      assertThat(history.untilHealed(PAIR, now)).isEqualTo(Duration.ofMinutes(minutes));
      pass(Duration.ofMinutes(minutes));
      assertThat(history.untilHealed(PAIR, now)).isZero();
    }
  }

  @Test
  void anotherPairWaitsForAMinute() {
    Pair other = Pair.of(A, new NodeName("app@b"));
    made(Join.Kind.ISLAND, true);
    made(Join.Kind.ISLAND, true);

    assertThat(history.untilHealed(other, now)).isEqualTo(MINUTE);
    assertThat(history.untilHealed(PAIR, now)).isEqualTo(MINUTE.multipliedBy(2));
  }

  @Test
  void newcomersAndHealsDoNotWaitForEachOther() {
    made(Join.Kind.NEWCOMER, true);
    assertThat(history.untilHealed(PAIR, now)).isZero();

    made(Join.Kind.ISLAND, true);
    assertThat(history.newcomers(now)).isEqualTo(1);
  }

  @Test
  void onlyHealsThatConnectedCountAsHeals() {
    made(Join.Kind.ISLAND, true);
    made(Join.Kind.LINK, true);
    made(Join.Kind.ISLAND, false);
    made(Join.Kind.NEWCOMER, true);

    assertThat(history.heals(PAIR, now)).isEqualTo(2);
    assertThat(history.heals(PAIR, now + JoinHistory.REMEMBERED.toNanos())).isZero();
  }

  @Test
  void whoResumesStartsWithHealsAnewAndLeavesNewcomersAsTheyAre() {
    made(Join.Kind.ISLAND, true);
    made(Join.Kind.NEWCOMER, true);

    assertThat(history.suspend().suspended()).isTrue();
    JoinHistory resumed = history.suspend().resume();

    assertThat(resumed.suspended()).isFalse();
    assertThat(resumed.untilHealed(PAIR, now)).isZero();
    assertThat(resumed.hasJoined(party(1), now)).isTrue();
  }

  @Test
  void itStaysSuspendedWhateverIsMade() {
    history = history.suspend();
    made(Join.Kind.NEWCOMER, true);

    assertThat(history.suspended()).isTrue();
  }

  @Test
  void ofTooManyTheHealsAreKept() {
    made(Join.Kind.ISLAND, true);
    for (int i = 0; i < JoinHistory.MOST + 100; i++) {
      made(new NodeName("app@" + i), Join.Kind.NEWCOMER, true);
    }

    assertThat(history.attempts()).hasSize(JoinHistory.MOST);
    assertThat(history.heals(PAIR, now)).isEqualTo(1);
    assertThat(history.attempts().getLast().from())
        .isEqualTo(new NodeName("app@" + (JoinHistory.MOST + 99)));
  }

  private boolean isTold(Scene scene) {
    return history.isToldIn(scene.situation(now));
  }

  @Test
  void aJoinIsToldWhenOneOfTheTwoWasAskedSince() {
    long before = now;
    pass(Duration.ofSeconds(1));
    made(Join.Kind.NEWCOMER, true);
    pass(Duration.ofSeconds(1));
    Scene scene = new Scene().newcomers("a", "n", "m");

    assertThat(isTold(scene.toldAt(before))).isFalse();
    assertThat(isTold(scene.stale("a"))).isFalse();
    assertThat(isTold(new Scene().newcomers("n").toldAt(before).newcomers("a"))).isTrue();
    assertThat(isTold(scene.toldAt(now))).isTrue();
  }

  @Test
  void ofAJoinOfTwoWhoTellNothingNothingIsAwaited() {
    made(Join.Kind.ISLAND, true);
    Scene scene = new Scene().newcomers("a", "n", "m").toldAt(now - 1);

    assertThat(isTold(scene)).isFalse();
    assertThat(isTold(scene.stale("a").stale("n"))).isTrue();
    assertThat(isTold(new Scene().newcomers("m").toldAt(now - 1))).isTrue();
  }

  @Test
  void ofAJoinThatFailedNothingIsAwaited() {
    made(Join.Kind.NEWCOMER, false);

    assertThat(isTold(new Scene().newcomers("a", "n").toldAt(now - 1))).isTrue();
  }
}
