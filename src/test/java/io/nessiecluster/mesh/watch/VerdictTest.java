package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.INTERVAL;
import static io.nessiecluster.mesh.watch.MeshFixture.STABLE_FOR;
import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static io.nessiecluster.mesh.watch.MeshFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verdict over time: what it needs, how soon it comes, and what it does not rest on. */
class VerdictTest {

  private final MeshFixture mesh = new MeshFixture();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void nothingIsSaidBeforeDiscoveryKnowsTheMembers() {
    mesh.whole(3).noRoundYet();

    MeshSnapshot now = mesh.sweep();

    assertThat(now.sweep()).isZero();
    assertThat(now.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(mesh.beams.counts()).isEmpty();
    assertThat(now.conditions())
        .extracting(Condition::status)
        .containsOnly(Condition.Status.UNKNOWN)
        .hasSize(3);
  }

  @Test
  void aWholeMeshIsToldByTheFirstSweep() {
    MeshSnapshot now = mesh.whole(5).sweep();

    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(now.since()).isEqualTo(mesh.now());
    assertThat(now.members()).hasSize(5).allSatisfy(row -> assertThat(row.sees()).isEqualTo(4));
    assertThat(condition(now).status()).isEqualTo(Condition.Status.TRUE);
  }

  @Test
  void loneNodesAreFormingUntilTheyHaveStoodForAWhileAndThenSplit() {
    MeshSnapshot first = mesh.lone(5).sweep();
    assertThat(first.verdict()).isEqualTo(Verdict.FORMING);
    assertThat(first.stableSince()).contains(mesh.now());
    assertThat(condition(first).reason()).isEqualTo("Forming");

    assertThat(mesh.sweeps(3).verdict()).isEqualTo(Verdict.FORMING);
    MeshSnapshot judged = mesh.sweep();

    assertThat(judged.verdict()).isEqualTo(Verdict.SPLIT);
    assertThat(judged.islands()).hasSize(5);
    assertThat(judged.missingLinks()).isEqualTo(10);
    assertThat(judged.since()).isEqualTo(mesh.now());
    assertThat(judged.stableSince()).contains(mesh.now().minus(STABLE_FOR));
    assertThat(condition(judged).status()).isEqualTo(Condition.Status.FALSE);
    assertThat(condition(judged).reason()).isEqualTo("Split");
    assertThat(condition(judged).lastTransitionTime()).isEqualTo(first.at());
  }

  @Test
  void inTheFirstMinuteItIsNotForNothingIsHealed() {
    MeshSnapshot _ = mesh.lone(5).sweep();

    assertThat(mesh.again()).isPresent().get().isNotEqualTo(Duration.ofMillis(500));
  }

  @Test
  void whatIsNotWholeIsLookedAtEachHalfSecondUntilItStands() {
    mesh.whole(5).settle();
    MeshSnapshot _ = mesh.sweepAfter(Duration.ofMinutes(1));
    assertThat(mesh.again()).isEmpty();

    mesh.beams.disconnect(node(2), node(3));
    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.again()).contains(Duration.ofMillis(500));
    MeshSnapshot _ = mesh.sweepAfter(STABLE_FOR.minusMillis(1));
    assertThat(mesh.again()).contains(Duration.ofMillis(1)); // a heal is allowed then
    MeshSnapshot _ = mesh.sweepAfter(Duration.ofMinutes(1));
    assertThat(mesh.again()).isEmpty();

    mesh.beams.connect(node(2), node(3));
    MeshSnapshot _ = mesh.sweep();
    assertThat(mesh.again()).isEmpty();
  }

  @Test
  void aMissingLinkIsListedAtOnceAndDated() {
    mesh.whole(4).settle();
    mesh.beams.disconnect(node(2), node(3));

    MeshSnapshot now = mesh.sweep();
    Instant first = mesh.now();

    assertThat(now.verdict()).isEqualTo(Verdict.FORMING);
    assertThat(now.missingLinks()).isEqualTo(1);
    assertThat(mesh.settle().verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(mesh.latest().defects())
        .singleElement()
        .satisfies(
            defect -> {
              assertThat(defect.kind()).isEqualTo(Defect.Kind.MISSING);
              assertThat(List.of(defect.from(), defect.to())).containsExactly(node(2), node(3));
              assertThat(defect.since()).isEqualTo(first);
            });
  }

  @Test
  void aLinkOfOneSideIsADefectInTheSecondSweep() {
    mesh.whole(3).settle();
    mesh.beams.unsees(node(2), node(3));

    assertThat(mesh.sweep().verdict()).isEqualTo(Verdict.WHOLE);
    MeshSnapshot second = mesh.sweep();

    assertThat(second.verdict()).isEqualTo(Verdict.FORMING);
    assertThat(second.oneSidedLinks()).isEqualTo(1);
    assertThat(second.defects().getFirst().from()).isEqualTo(node(3));
    assertThat(mesh.settle().verdict()).isEqualTo(Verdict.PARTIAL);
  }

  /** Whichever sweep saw it first: also one that followed another on its heels. */
  @Test
  void aLinkOfOneSideIsADefectInTheSecondSweepASecondLater() {
    mesh.whole(3).settle();
    MeshSnapshot _ = mesh.sweep();
    mesh.beams.unsees(node(2), node(3));

    assertThat(mesh.sweepAfter(Duration.ofMillis(100)).oneSidedLinks()).isZero();
    assertThat(mesh.sweep().oneSidedLinks()).isEqualTo(1);
  }

  @Test
  void sweepsThatFollowOnTheHeelsOfEachOtherMakeNoRaceALinkOfOneSide() {
    mesh.whole(3).settle();
    mesh.beams.unsees(node(2), node(3));
    MeshSnapshot _ = mesh.sweep();

    for (int i = 0; i < 9; i++) {
      assertThat(mesh.sweepAfter(Duration.ofMillis(100)).oneSidedLinks()).isZero();
    }

    assertThat(mesh.sweepAfter(Duration.ofMillis(100)).oneSidedLinks()).isEqualTo(1);
    assertThat(mesh.sweepAfter(Duration.ofMillis(100)).oneSidedLinks()).isEqualTo(1);
    assertThat(mesh.sweep().oneSidedLinks()).isEqualTo(1);
  }

  @Test
  void fewerThanTwoMembersAreAlone() {
    assertThat(mesh.sweep().verdict()).isEqualTo(Verdict.ALONE);
    assertThat(mesh.lone(1).sweep().verdict()).isEqualTo(Verdict.ALONE);
  }

  @Test
  void whoCannotBeAskedIsUnknownAndNeverMissed() {
    mesh.whole(3);
    mesh.unlink(node(2));
    mesh.unlink(node(3));

    MeshSnapshot now = mesh.settle();

    assertThat(now.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(now.unknownViews()).isEqualTo(2);
    assertThat(now.defects()).isEmpty();
    assertThat(mesh.row(node(2)).unheard().orElseThrow()).startsWith("not_linked");
    assertThat(mesh.row(node(2)).viewedAt()).isEmpty();
    assertThat(condition(now).status()).isEqualTo(Condition.Status.UNKNOWN);
  }

  @Test
  void aNamedNodeThatNobodySeesSplitsNothing() {
    mesh.whole(4);
    mesh.die(node(2));

    MeshSnapshot now = mesh.settle();

    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(now.unknownViews()).isEqualTo(1);
    assertThat(now.islands()).hasSize(2);
    assertThat(now.islands().getLast().seen()).isFalse();
    assertThat(condition(now).message()).contains("1 have not told");
  }

  @Test
  void aMeshOfWhichOneHasJustGoneIsFormingUntilThatHasStood() {
    mesh.whole(4);
    for (int i = 0; i < Settling.PATIENCE; i++) {
      assertThat(mesh.settle().verdict()).isEqualTo(Verdict.WHOLE);
    }
    mesh.die(node(2));

    assertThat(mesh.sweeps(4).verdict()).isEqualTo(Verdict.FORMING);
    assertThat(mesh.sweep().verdict()).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void aNamedNodeThatIsNotConnectedYetMakesNoMeshWholeAtOnce() {
    mesh.whole(2);
    mesh.start(node(9));
    mesh.unlink(node(9));

    assertThat(mesh.sweep().verdict()).isEqualTo(Verdict.FORMING);
    assertThat(mesh.told(ClusterEvent.MeshWhole.class)).isEmpty();
  }

  @Test
  void aSplitStaysJudgedWhileItIsSplitHoweverItsIslandsChange() {
    mesh.lone(3).settle();
    assertThat(mesh.latest().verdict()).isEqualTo(Verdict.SPLIT);

    mesh.start(node(9));

    assertThat(mesh.sweep().verdict()).isEqualTo(Verdict.SPLIT);
  }

  @Test
  void aNodeThatDiesAgainAndAgainDoesNotHideThatTheOthersAreSplit() {
    mesh.lone(3);
    Instant began = mesh.now();
    for (int i = 0; mesh.sweep().verdict() != Verdict.SPLIT; i++) {
      assertThat(i).isLessThan(50);
      mesh.start(node(2));
    }

    Duration patience = STABLE_FOR.multipliedBy(Settling.PATIENCE);
    assertThat(Duration.between(began, mesh.now()))
        .isBetween(patience, patience.plus(INTERVAL.multipliedBy(2)));
  }

  @Test
  void hiddenNodesAndThoseThatDiscoveryDoesNotNameAreNoMembers() {
    mesh.whole(2);
    NodeName hidden = new NodeName("other@10.0.0.8");
    NodeName unnamed = new NodeName("batch@10.0.0.9");
    mesh.hidden(hidden);
    mesh.unnamed(unnamed);
    nodes(2).forEach(node -> mesh.beams.sees(node, new Sighting(unnamed, false, 1)));
    nodes(2).forEach(node -> mesh.beams.sees(node, new Sighting(hidden, false, 1)));
    nodes(2).forEach(node -> mesh.beams.sees(node, new Sighting(MeshFixture.SELF, true, 1)));

    MeshSnapshot now = mesh.sweep();

    assertThat(now.members()).hasSize(2);
    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(now.strangersFirst()).extracting(s -> s.node()).containsExactly(unnamed);
  }

  @Test
  void aReplicaOfThisServiceThatIsRestartedIsNoMemberThatIsMissing() {
    mesh.whole(2);
    NodeName replica = new NodeName("nessie@10.0.0.8");
    mesh.hidden(replica);
    mesh.sweep();

    mesh.unlink(replica);

    assertThat(mesh.sweeps(3).members()).hasSize(2);
    assertThat(mesh.latest().unknownViews()).isZero();
  }

  @Test
  void linksThatAreMadeAgainBetweenSweepsAreCountedOnce() {
    mesh.whole(3).sweep();
    mesh.beams.connect(node(2), node(3));

    MeshSnapshot now = mesh.sweep();

    assertThat(now.flaps()).isEqualTo(1);
    assertThat(mesh.row(node(2)).flaps()).isEqualTo(1);
    assertThat(mesh.row(node(4)).flaps()).isZero();
    assertThat(mesh.sweep().flaps()).isEqualTo(1);
  }

  @Test
  void aNodeThatStartsAnewHasNotFlapped() {
    mesh.whole(3).sweep();
    mesh.restart(node(2));

    assertThat(mesh.sweeps(2).flaps()).isZero();
  }

  @Test
  void sevenHundredMissingLinksAreCountedAndTwoHundredListed() {
    MeshSnapshot now = mesh.lone(40).sweep();

    assertThat(now.missingLinks()).isEqualTo(780);
    assertThat(now.defects()).hasSize(MeshSnapshot.DEFECTS);
  }

  private static Condition condition(MeshSnapshot mesh) {
    return mesh.conditions().stream()
        .filter(condition -> condition.type() == Condition.Type.MESH_WHOLE)
        .findFirst()
        .orElseThrow();
  }
}
