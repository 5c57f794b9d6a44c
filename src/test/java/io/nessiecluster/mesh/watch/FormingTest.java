package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.STABLE_FOR;
import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static io.nessiecluster.mesh.watch.MeshFixture.nodes;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent.JoinFailed;
import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
import io.nessiecluster.mesh.LinkCause;
import io.nessiecluster.mesh.MemberFacts;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Reach;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How nodes that have just started become one mesh, by what sweeps find. */
class FormingTest {

  private static final NodeName LEADER = new NodeName("nessie@10.0.0.0");

  private final MeshFixture mesh = new MeshFixture();

  @AfterEach
  void close() {
    mesh.close();
  }

  @Test
  void nodesThatHaveJustStartedBecomeOneMesh() {
    MeshSnapshot now = mesh.young(30).in(Mode.FORM).act();
    NodeName hub = nodes(30).stream().min(NodeName::compareTo).orElseThrow();

    assertThat(now.verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(now.islands()).hasSize(1);
    assertThat(mesh.connects()).isEqualTo(29);
    assertThat(mesh.told(MemberJoined.class))
        .hasSize(29)
        .allSatisfy(joined -> assertThat(joined.to()).isEqualTo(hub));
    assertThat(mesh.told(JoinFailed.class)).isEmpty();
  }

  @Test
  void aNodeThatStartsIsInTheMeshAfterTheSecondSweep() {
    mesh.whole(3).in(Mode.FORM).sweep();
    mesh.startYoung(node(9));

    MeshSnapshot _ = mesh.sweep();
    mesh.awaitIdle(); // its ways are tried
    MeshSnapshot _ = mesh.sweepAfter(SweepTimer.APART);
    mesh.awaitIdle();

    assertThat(mesh.sweepAfter(SweepTimer.APART).verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MemberJoined.class))
        .containsExactly(
            new MemberJoined(mesh.now().minus(SweepTimer.APART), node(9), node(2), "newcomer"));
  }

  @Test
  void whereOnlyWatchedOrAdvisedTheyStayAsTheyAre() {
    for (Mode mode : List.of(Mode.WATCH, Mode.ADVISE)) {
      MeshSnapshot _ = mesh.young(3).in(mode).acts(20);
    }

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.latest().verdict()).isEqualTo(Verdict.SPLIT);
    assertThat(mesh.keeper().keeping().plan().joins()).hasSize(2);
  }

  @Test
  void whereNodesConnectOnlyWhomTheyDialEachPairIsConnected() {
    mesh.young(6);
    MemberFacts dials =
        new MemberFacts(
            "27", Duration.ofSeconds(1), Optional.empty(), Optional.empty(), 60, true, false);
    nodes(6).forEach(node -> mesh.beams.facts(node, dials));

    assertThat(mesh.in(Mode.FORM).act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.connects()).isEqualTo(15);
  }

  @Test
  void aLoneNodeThatRunsForLongIsNoNewcomer() {
    mesh.whole(3);
    mesh.start(node(9));
    MeshSnapshot _ = mesh.in(Mode.FORM).acts(20);

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.FORM_ONLY.code());
  }

  @Test
  void newcomersJoinALoneNodeThatRunsForLong() {
    mesh.young(5);
    mesh.start(node(9));

    assertThat(mesh.in(Mode.FORM).act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MemberJoined.class))
        .allSatisfy(joined -> assertThat(joined.to()).isEqualTo(node(9)));
  }

  @Test
  void whoWasSeenLinkedIsNoNewcomerWhenItIsLoneThen() {
    mesh.young(2);
    mesh.beams.connect(node(2), node(3));
    mesh.in(Mode.FORM).act();
    mesh.beams.disconnect(node(2), node(3));
    MeshSnapshot _ = mesh.acts(3);

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.refusals()).containsExactly(Rule.FORM_ONLY);
  }

  @Test
  void whoIsStillListedAsTheOneBeforeItIsANewcomer() {
    mesh.whole(3).in(Mode.FORM).act();
    mesh.die(node(3));
    mesh.beams.sees(node(2), new Sighting(node(3), false, 77)); // it has not noticed
    MeshSnapshot _ = mesh.act();
    mesh.startYoung(node(3));
    mesh.beams.sees(node(2), new Sighting(node(3), false, 77));
    MeshSnapshot _ = mesh.acts(3);
    mesh.beams.unsees(node(2), node(3));

    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MemberJoined.class))
        .extracting(MemberJoined::kind)
        .containsExactly("newcomer");
  }

  @Test
  void whoWasListedByOthersForLongBeforeWeWereLinkedWithItIsNone() {
    mesh.whole(3);
    mesh.unlink(node(3));
    MeshSnapshot _ = mesh.in(Mode.FORM).acts(36); // three minutes
    mesh.beams.disconnect(node(3), node(2));
    mesh.beams.disconnect(node(3), node(4));
    MemberFacts facts = FakeMeshCalls.facts("27", "1.0.0", Duration.ofMinutes(4));
    mesh.beams.facts(node(3), facts);
    mesh.relinkAs(node(3), 99);
    MeshSnapshot _ = mesh.acts(3);

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.refusals()).containsExactly(Rule.FORM_ONLY);
  }

  @Test
  void aMemberThatDoesNotAnswerHoldsUpNoNewcomer() {
    mesh.whole(4).in(Mode.FORM).act();
    mesh.beams.late(node(3));
    MeshSnapshot _ = mesh.acts(3);
    mesh.startYoung(node(9));
    MeshSnapshot _ = mesh.acts(2);

    assertThat(mesh.told(MemberJoined.class))
        .extracting(MemberJoined::node)
        .containsExactly(node(9));
  }

  @Test
  void aNewcomerThatDoesNotAnswerIsJoinedWhenItDoesAndHoldsUpNobody() {
    mesh.young(4).in(Mode.FORM);
    mesh.beams.late(node(2));
    MeshSnapshot _ = mesh.act();
    assertThat(mesh.told(MemberJoined.class)).hasSize(2);
    mesh.beams.thaw(node(2));

    assertThat(mesh.acts(3).verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(JoinRefused.class)).isEmpty();
  }

  @Test
  void overAWayThatIsBlockedNobodyIsJoinedUntilItIsOpen() {
    mesh.whole(4).in(Mode.FORM).act();
    mesh.beams.reach(node(3), node(9), new Reach(LinkCause.CONNECT_TIMEOUT, "port 4370"));
    mesh.startYoung(node(9));
    MeshSnapshot _ = mesh.acts(10);

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.WAY_BLOCKED.code());
    mesh.beams.reach(node(3), node(9), new Reach(LinkCause.REACHABLE, "port 4370"));
    assertThat(mesh.acts(3).verdict()).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void aRolloutLeavesNobodyOutAndHealsNothing() {
    mesh.young(10).in(Mode.HEAL).act();
    for (int round = 0; round < 3; round++) {
      for (NodeName node : nodes(10)) {
        mesh.die(node);
        MeshSnapshot _ = mesh.act();
        mesh.startYoung(node);
        assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
      }
    }

    assertThat(mesh.told(MemberJoined.class))
        .hasSize(9 + 30)
        .extracting(MemberJoined::kind)
        .containsOnly("newcomer");
    assertThat(mesh.told(JoinRefused.class)).isEmpty();
    assertThat(mesh.told(JoinFailed.class)).isEmpty();
  }

  @Test
  void aRolloutOfALoneNodePairIsOneMeshWheneverBothRun() {
    mesh.young(2).in(Mode.FORM).act();
    for (int i = 0; i < 10; i++) {
      NodeName node = node(2 + i % 2);
      mesh.die(node);
      MeshSnapshot _ = mesh.act();
      mesh.startYoung(node);
      assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
    }
  }

  @Test
  void theServiceThatStartsAnewGoesOnWhereItWas() {
    mesh.young(6).in(Mode.FORM);
    mesh.beams.connect(node(2), node(3)); // so far it came
    mesh.in(Mode.FORM);

    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.connects()).isEqualTo(4);
  }

  @Test
  void theReplicaWithTheLowestNameActsAndTheOthersWhenItIsGone() {
    mesh.young(3);
    mesh.replica(LEADER);
    mesh.replica(new NodeName("nessie@10.0.0.9"));
    MeshSnapshot _ = mesh.in(Mode.FORM).acts(3);
    assertThat(mesh.connects()).isZero();
    assertThat(mesh.keeper().keeping().state()).isEqualTo(State.FOLLOWING);
    assertThat(mesh.keeper().keeping().leader()).contains(LEADER);

    mesh.vanish(LEADER);
    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.keeper().keeping().state()).isEqualTo(State.FORMING);
  }

  @Test
  void aHiddenNodeOfAnotherNameLeadsNobody() {
    mesh.young(3);
    mesh.replica(new NodeName("a_shell@10.0.0.0"));

    assertThat(mesh.in(Mode.FORM).act().verdict()).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void pausedNothingIsJoinedAndResumedAllIs() {
    mesh.young(3).in(Mode.FORM);
    var _ = mesh.keeper().pause();
    MeshSnapshot _ = mesh.acts(3);
    assertThat(mesh.connects()).isZero();

    var _ = mesh.keeper().resume();
    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void noMoreNewcomersAreJoinedInAMinuteThanMayBe() {
    MeshSettings few =
        new MeshSettings(
            Mode.FORM,
            MeshFixture.INTERVAL,
            STABLE_FOR,
            MeshSettings.DEFAULT.skewFor(),
            0,
            new MeshSettings.Joins(5, false, false));
    MeshSnapshot _ = mesh.young(12).with(few).act();
    assertThat(mesh.connects()).isEqualTo(5);
    MeshSnapshot _ = mesh.acts(11);
    assertThat(mesh.connects()).isEqualTo(5);

    MeshSnapshot _ = mesh.acts(2);
    assertThat(mesh.connects()).isEqualTo(10);
    assertThat(mesh.acts(13).verdict()).isEqualTo(Verdict.WHOLE);
  }
}
