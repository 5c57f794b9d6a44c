package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.STABLE_FOR;
import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.Verdict;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.Rule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a mesh that came apart becomes one again, by what sweeps find. */
class HealingTest {

  private final MeshFixture mesh = new MeshFixture();

  @AfterEach
  void close() {
    mesh.close();
  }

  /** Two halves of a mesh that has stood. */
  private void split(Mode mode) {
    mesh.whole(5).in(mode);
    MeshSnapshot _ = mesh.acts(20);
    cut();
  }

  private void cut() {
    for (NodeName one : List.of(node(2), node(3), node(4))) {
      mesh.beams.disconnect(one, node(5));
      mesh.beams.disconnect(one, node(6));
    }
  }

  @Test
  void aSplitIsHealedByOneConnectWhenItHasStood() {
    split(Mode.HEAL);
    MeshSnapshot first = mesh.act();
    Duration stood = Duration.ZERO;
    while (mesh.connects() == 0 && stood.compareTo(Duration.ofMinutes(1)) < 0) {
      assertThat(mesh.refusals()).isNotEmpty();
      MeshSnapshot now = mesh.act();
      stood = Duration.between(first.at(), now.at());
    }

    assertThat(stood).isBetween(STABLE_FOR, STABLE_FOR.plusSeconds(1));
    assertThat(mesh.latest().verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.connects()).isEqualTo(1);
    assertThat(mesh.told(MemberJoined.class))
        .extracting(MemberJoined::node, MemberJoined::to, MemberJoined::kind)
        .containsExactly(tuple(node(5), node(2), "island"));
    assertThat(mesh.told(JoinRefused.class)).isEmpty();
  }

  @Test
  void whereOnlyNewcomersAreJoinedASplitStaysAndIsHealedByHand() throws Exception {
    split(Mode.FORM);
    MeshSnapshot _ = mesh.acts(10);
    assertThat(mesh.connects()).isZero();

    assertThat(mesh.keeper().join(node(5), node(2)).byHand()).isTrue();
    assertThat(mesh.act().verdict()).isEqualTo(Verdict.WHOLE);
  }

  @Test
  void byHandNobodyIsJoinedWhoHasVanishedSinceTheLastSweep() {
    split(Mode.FORM);
    MeshSnapshot _ = mesh.acts(10);
    mesh.unnamed(node(5));

    assertThatThrownBy(() -> mesh.keeper().join(node(5), node(2)))
        .isInstanceOf(JoinRefusedException.class)
        .hasMessageContaining("not linked any more");
    assertThat(mesh.connects()).isZero();
  }

  @Test
  void nothingIsHealedWithinAMinuteOfOurStart() {
    mesh.whole(5);
    cut();
    MeshSnapshot _ = mesh.in(Mode.HEAL).acts(11); // 55 s
    assertThat(mesh.connects()).isZero();
    assertThat(mesh.refusals()).containsExactly(Rule.JUST_STARTED);

    assertThat(mesh.acts(2).verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.connects()).isEqualTo(1);
  }

  @Test
  void nothingIsHealedWhileMembersComeAndGo() {
    split(Mode.HEAL);
    for (int i = 0; i < 10; i++) {
      MeshSnapshot _ = mesh.act();
      MeshSnapshot _ = mesh.act();
      mesh.vanish(node(100 + i));
      mesh.start(node(101 + i)); // lone, and runs for long
    }

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.refusals()).contains(Rule.ROLLOUT);
  }

  @Test
  void missingLinksOfOneIslandAreMended() {
    mesh.whole(5).in(Mode.HEAL);
    MeshSnapshot _ = mesh.acts(20);
    mesh.beams.disconnect(node(2), node(3));
    mesh.beams.disconnect(node(2), node(4));
    assertThat(mesh.acts(3).verdict()).isNotEqualTo(Verdict.WHOLE);

    assertThat(mesh.acts(3).verdict()).isEqualTo(Verdict.WHOLE);
    assertThat(mesh.told(MemberJoined.class)).extracting(MemberJoined::kind).containsOnly("link");
  }

  @Test
  void aMeshThatIsWholeIsLeftAloneByAServiceThatStartsAnew() {
    mesh.whole(5).in(Mode.HEAL).act();
    MeshSnapshot _ = mesh.in(Mode.HEAL).acts(30);

    assertThat(mesh.connects()).isZero();
    assertThat(mesh.beams.counts()).doesNotContainKey("reach");
  }

  @Test
  void aHealThatDoesNotLastIsSuspendedAfterThree() {
    split(Mode.HEAL);
    for (int i = 0; i < 12 * 30; i++) {
      if (mesh.act().islands().size() == 1) {
        cut();
      }
    }

    assertThat(mesh.connects()).isEqualTo(3);
    assertThat(mesh.keeper().keeping().state()).isEqualTo(State.SUSPENDED);
  }
}
