package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent.JoinFailed;
import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.MemberJoined;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import io.nessiecluster.mesh.plan.Keeping.State;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a join that failed or has not lasted is made again, and when it waits for somebody. */
class JoinsMadeAgainTest {

  private final KeeperFixture mesh = new KeeperFixture();

  @Test
  void aJoinThatFailsIsToldAndTriedAgainAfterFiveSeconds() {
    mesh.calls.answer = _ -> false;
    mesh.planAndAct(joining());

    assertThat(mesh.told)
        .containsExactly(
            new JoinFailed(
                mesh.time.instant(),
                node("n"),
                node("a"),
                "newcomer",
                "app@n could not connect with app@a"));
    assertThat(mesh.now().counts()).containsEntry(Outcome.FAILED, 1L);
    mesh.time.advance(Duration.ofMillis(4_999));
    mesh.planAndAct(joining());
    assertThat(mesh.calls.made).hasSize(1);
    mesh.time.advance(Duration.ofMillis(1));
    mesh.planAndAct(joining());
    assertThat(mesh.calls.made).hasSize(2);
  }

  @Test
  void aMemberThatDoesNotAnswerFailsTheJoin() {
    mesh.calls.answer =
        _ -> {
          throw new MeshCallException(MeshCallException.Reason.TIMEOUT, "no answer in 15000 ms");
        };
    mesh.planAndAct(joining());

    assertThat(mesh.now().recent())
        .extracting(Keeping.Act::detail)
        .containsExactly("timeout: no answer in 15000 ms");
  }

  @Test
  void aNewcomerWhoseJoinIsNeverSeenIsNotJoinedAsOneAgain() {
    mesh.in(Mode.FORM);
    mesh.planAndAct(joining(), Duration.ofMinutes(8));

    assertThat(mesh.calls.made).hasSize(1);
    assertThat(mesh.told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.FORM_ONLY.code());
  }

  @Test
  void healsThatDoNotLastAreSuspendedAfterThree() {
    List<Long> at = new ArrayList<>();
    mesh.calls.answer =
        _ -> at.add(mesh.time.instant().getEpochSecond() - ManualTime.START.getEpochSecond());
    mesh.planAndAct(split(), Duration.ofHours(1));

    assertThat(at).containsExactly(0L, 60L, 180L);
    assertThat(mesh.now().state()).isEqualTo(State.SUSPENDED);
    assertThat(mesh.told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.SUSPENDED.code());
    mesh.time.advance(Duration.ofHours(5));
    mesh.planAndAct(split());
    assertThat(mesh.now().state()).isEqualTo(State.SUSPENDED);
    assertThat(at).hasSize(3);
  }

  @Test
  void newcomersAreJoinedWhileHealsAreSuspended() {
    healsThatDoNotLastAreSuspendedAfterThree();
    mesh.calls.made.clear();
    mesh.planAndAct(joining());

    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
  }

  @Test
  void whoResumesHasHealsMadeAgain() {
    healsThatDoNotLastAreSuspendedAfterThree();
    mesh.calls.made.clear();
    int before = mesh.nudges;

    assertThat(mesh.keeper.resume().state()).isEqualTo(State.HEALING);
    assertThat(mesh.nudges).isEqualTo(before + 1);
    mesh.planAndAct(split());
    assertThat(mesh.calls.made).containsExactly(way("x", "a"));
  }

  @Test
  void whatFailsSuspendsNothingButComesEverLater() {
    mesh.calls.answer = _ -> false;
    mesh.planAndAct(split(), Duration.ofHours(1));

    assertThat(mesh.calls.made).hasSize(6); // after 0, 1, 3, 7, 15 and 31 minutes
    assertThat(mesh.now().state()).isEqualTo(State.HEALING);
  }

  /** As of a sweep that began before a join ended: in what it was told, the newcomer is alone. */
  @Test
  void whatMembersToldBeforeAJoinMakesNoneAgain() {
    Scene before = new Scene().newcomers("a", "n").toldAt(mesh.time.getAsLong());
    takesASecond();
    mesh.planAndAct(before);
    mesh.planAndAct(before);

    assertThat(mesh.calls.made).containsExactly(way("n", "a"));
    assertThat(mesh.told).hasSize(1).hasOnlyElementsOfType(MemberJoined.class);
    mesh.planAndAct(before.toldAt(mesh.time.getAsLong())); // it has not lasted
    assertThat(mesh.calls.made).containsExactly(way("n", "a"), way("a", "n"));
  }

  @Test
  void whatMembersToldBeforeAHealDoesNotSuspendHeals() {
    takesASecond();
    for (int i = 0; i < 3; i++) {
      Scene before = split().toldAt(mesh.time.getAsLong());
      mesh.planAndAct(before);
      mesh.planAndAct(before);
      assertThat(mesh.now().state()).isEqualTo(State.HEALING);
      mesh.time.advance(Duration.ofMinutes(5));
    }

    assertThat(mesh.calls.made).hasSize(3);
    mesh.planAndAct(split());
    assertThat(mesh.now().state()).isEqualTo(State.SUSPENDED);
  }

  @Test
  void whoTellsNothingSinceAJoinHoldsUpNobody() {
    Scene before = joining().toldAt(mesh.time.getAsLong());
    takesASecond();
    mesh.planAndAct(before);

    mesh.planAndAct(before.stale("a").stale("n").newcomers("m"));

    assertThat(mesh.calls.made).containsExactly(way("n", "a"), way("m", "b"));
  }

  private void takesASecond() {
    mesh.calls.answer =
        _ -> {
          mesh.time.advance(Duration.ofSeconds(1));
          return true;
        };
  }
}
