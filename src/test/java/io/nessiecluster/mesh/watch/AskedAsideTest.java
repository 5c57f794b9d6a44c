package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.INTERVAL;
import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static io.nessiecluster.mesh.watch.MeshFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.round.DiscoveryFixture;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.Vitals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is asked for what in a sweep; and that those who answer badly delay nobody. */
class AskedAsideTest {

  private static final Duration SLOWLY = Interview.SLOW.plusMillis(1);

  /** So soon that no question aside is given up for it, however late its thread comes. */
  private static final Duration AT_ONCE = Duration.ofNanos(1);

  private final MeshFixture mesh = new MeshFixture();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Each waits for the other: one after the other they would be two waits for a newcomer. */
  @Test
  void aMemberIsAskedForItsFactsAndItsVitalsTogether() {
    CountDownLatch both = new CountDownLatch(2);
    FakeMeshCalls beams =
        new FakeMeshCalls() {
          @Override
          public MemberFacts facts(NodeName member, Duration timeout)
              throws MeshCallException, InterruptedException {
            meet();
            return super.facts(member, timeout);
          }

          @Override
          public Vitals vitals(NodeName member, Duration timeout)
              throws MeshCallException, InterruptedException {
            meet();
            return super.vitals(member, timeout);
          }

          private void meet() throws InterruptedException {
            both.countDown();
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
          }
        };
    try (MeshFixture one = new MeshFixture(beams).lone(1)) {
      MeshSnapshot _ = one.sweep();

      assertThat(one.row(node(2)).facts()).isPresent();
    }
  }

  @Test
  void aFrozenMemberIsWaitedForOnceAndThenNoMore() {
    mesh.whole(5).sweep();
    mesh.beams.freeze(node(2));
    MeshSnapshot _ = mesh.sweep();

    int sweeps = 20;
    long began = System.nanoTime();
    for (int i = 0; i < sweeps; i++) {
      MeshSnapshot _ = mesh.sweep();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isLessThan(Interview.TIMEOUT.multipliedBy(sweeps));
    assertThat(mesh.beams.mostInFlight(node(2))).isEqualTo(1);
    assertThat(mesh.latest().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.latest().unknownViews()).isEqualTo(1);
    assertThat(mesh.row(node(2)).unheard().orElseThrow()).startsWith("timeout");
  }

  @Test
  void aViewIsFreshForTwoSweepsAndStaleThen() {
    mesh.whole(3).sweep();
    mesh.beams.late(node(2));

    assertThat(mesh.sweep().unknownViews()).isZero();
    assertThat(mesh.row(node(2)).fresh()).isTrue();
    assertThat(mesh.row(node(2)).unheard()).isPresent();
    assertThat(mesh.sweep().unknownViews()).isEqualTo(1);
    assertThat(mesh.row(node(2)).viewedAt()).isPresent();
  }

  @Test
  void sweepsThatFollowOnTheHeelsOfEachOtherMakeNoViewStale() {
    mesh.whole(3).sweep();
    mesh.beams.late(node(2));
    for (int i = 0; i < 10; i++) {
      assertThat(mesh.sweepAfter(Duration.ofMillis(100)).unknownViews()).isZero();
    }
  }

  @Test
  void whoAnswersAgainIsAskedWithTheOthersAgain() throws InterruptedException {
    mesh.whole(3).sweep();
    mesh.beams.late(node(2));
    MeshSnapshot _ = mesh.sweeps(3);
    mesh.beams.thaw(node(2));
    MeshSnapshot _ = mesh.sweep(); // asks it aside

    DiscoveryFixture.await(mesh, any -> any.sweepAfter(AT_ONCE).unknownViews() == 0);

    assertThat(mesh.row(node(2)).unheard()).isEmpty();
  }

  @Test
  void aSlowMemberIsSparedAllButItsViewAndStaysFresh() throws InterruptedException {
    mesh.whole(3);
    mesh.beams.beforeAnswers(node(2), () -> mesh.time.advance(SLOWLY));
    MeshSnapshot first = mesh.sweep();

    assertThat(first.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.row(node(2)).facts()).isEmpty();
    assertThat(mesh.beams.factsAsked(node(2))).isZero();
    Instant stale = mesh.now().plus(INTERVAL);
    while (mesh.now().isBefore(stale)) { // by the time that its answers take
      Instant before = mesh.now();
      DiscoveryFixture.await(mesh, any -> haveAllAnsweredSince(before, any.sweepAfter(AT_ONCE)));
      assertThat(mesh.latest().unknownViews()).isZero();
    }
    assertThat(mesh.beams.factsAsked(node(2))).isZero();
    assertThat(mesh.check(Check.Id.LIMITS).evidence()).contains("spared");
  }

  private static boolean haveAllAnsweredSince(Instant moment, MeshSnapshot mesh) {
    return mesh.members().stream().allMatch(m -> m.viewedAt().orElseThrow().isAfter(moment));
  }

  @Test
  void aMemberThatRefusesOrTalksNonsenseSaysNothingAndDelaysNobody() {
    mesh.whole(4).sweep();
    mesh.beams.refuse(node(2));
    mesh.beams.garbage(node(3));

    MeshSnapshot now = mesh.sweeps(2);

    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(now.unknownViews()).isEqualTo(2);
    assertThat(mesh.row(node(2)).unheard()).contains("refused: it refuses calls");
    assertThat(mesh.row(node(3)).unheard()).contains("bad_answer: it answered an atom");
  }

  @Test
  void aMemberThatDiesWhileItIsAskedIsUnknownFromThatSweepOn() {
    mesh.whole(3).sweep();
    mesh.beams.beforeAnswers(node(2), () -> mesh.beams.stop(node(2)));

    assertThat(mesh.sweeps(2).unknownViews()).isEqualTo(1);
    assertThat(mesh.latest().missingLinks()).isZero();
    assertThat(mesh.settle().verdict()).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void factsAreAskedOnceForALink() {
    mesh.whole(3).sweeps(4);
    assertThat(mesh.beams.factsAsked(node(2))).isEqualTo(1);

    mesh.relink(node(2));
    MeshSnapshot _ = mesh.sweeps(4);

    assertThat(mesh.beams.factsAsked(node(2))).isEqualTo(2);
    assertThat(mesh.beams.factsAsked(node(3))).isEqualTo(1);
    assertThat(mesh.row(node(2)).facts()).contains(FakeMeshCalls.facts("27", "1.0.0"));
  }

  @Test
  void whatAMemberToldByAnEarlierLinkIsForgotten() {
    mesh.whole(3).sweep();
    mesh.relink(node(2));
    mesh.beams.late(node(2));

    assertThat(mesh.sweep().unknownViews()).isEqualTo(1);
    assertThat(mesh.row(node(2)).viewedAt()).isEmpty();
    assertThat(mesh.row(node(2)).facts()).isEmpty();
  }

  @Test
  void globalNamesAreAskedOfOneMemberOfEachIslandAndOnlyWhereThereAreTwo() {
    mesh.whole(4);
    nodes(4).forEach(node -> mesh.beams.globalNames(node, Set.of("leader")));
    MeshSnapshot _ = mesh.sweeps(3);
    assertThat(mesh.beams.counts()).doesNotContainKey("globalNames");

    mesh.beams.disconnect(node(2), node(4));
    mesh.beams.disconnect(node(2), node(5));
    mesh.beams.disconnect(node(3), node(4));
    mesh.beams.disconnect(node(3), node(5));
    MeshSnapshot _ = mesh.sweep();

    assertThat(mesh.beams.counts()).containsEntry("globalNames", 2L);
    assertThat(mesh.check(Check.Id.NAMES_UNIQUE).status()).isEqualTo(Check.Status.FAIL);
  }

  @Test
  void aMemberWithTooManyGlobalNamesIsNotAskedForThem() {
    mesh.lone(2);
    Vitals few = FakeMeshCalls.vitals();
    Vitals many =
        new Vitals(
            few.processes(),
            few.atoms(),
            few.ports(),
            Optional.empty(),
            List.of(),
            1_001,
            Set.of());
    mesh.beams.vitals(node(2), many);
    MeshSnapshot _ = mesh.sweep();

    assertThat(mesh.beams.counts()).containsEntry("globalNames", 1L);
  }

  @Test
  void noMoreThanSixtyFourAreAskedAtOnce() throws InterruptedException {
    mesh.whole(200);
    CountDownLatch all = new CountDownLatch(Interview.AT_ONCE);
    for (NodeName node : nodes(200)) {
      mesh.beams.beforeAnswers(node, () -> meet(all));
    }

    MeshSnapshot now = mesh.sweep();

    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.beams.mostInFlight()).isEqualTo(Interview.AT_ONCE);
  }

  private static void meet(CountDownLatch all) {
    all.countDown();
    try {
      assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void noThreadToAskAMemberFailsThatQuestionAlone() {
    mesh.whole(3).sweep();
    mesh.executor.shutdown();

    MeshSnapshot now = mesh.sweep();

    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.row(node(2)).unheard()).contains("no thread could be started to ask it");
  }

  @Test
  void whatMembersSayIsWrittenSoThatItShows() {
    mesh.whole(3);
    mesh.beams.beforeAnswers(
        node(2),
        () -> {
          throw new IllegalStateException("\u001b[31mred");
        });

    MeshSnapshot _ = mesh.sweep();

    assertThat(mesh.row(node(2)).unheard().orElseThrow()).contains("\\u{1B}[31mred");
  }
}
