package io.nessiecluster.mesh.keep;

import static io.nessiecluster.mesh.plan.Scene.node;
import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.split;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent.JoinAdvised;
import io.nessiecluster.cluster.ClusterEvent.JoinRefused;
import io.nessiecluster.cluster.ClusterEvent.NameClash;
import io.nessiecluster.mesh.MeshSettings.Mode;
import io.nessiecluster.mesh.plan.Keeping.Outcome;
import io.nessiecluster.mesh.plan.Rule;
import io.nessiecluster.mesh.plan.Scene;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of plans and joins, and how often. */
class JoinsToldTest {

  private final KeeperFixture mesh = new KeeperFixture();

  @Test
  void theNamesThatClashInAJoinAreTold() {
    mesh.planAndAct(joining().globalNames("a", "leader").globalNames("n", "leader"));

    assertThat(mesh.told)
        .hasSize(2)
        .endsWith(new NameClash(mesh.time.instant(), node("n"), node("a"), "leader"));
  }

  @Test
  void adviceIsToldOnceForAsLongAsItStands() {
    mesh.in(Mode.ADVISE);
    mesh.planAndAct(joining());
    mesh.planAndAct(joining());

    assertThat(mesh.told)
        .containsExactly(
            new JoinAdvised(mesh.time.instant(), node("n"), node("a"), "newcomer", "1 connect"));
    assertThat(mesh.calls.made).isEmpty();
    mesh.planAndAct(new Scene().island("a", "b", "n"));
    mesh.planAndAct(joining());
    assertThat(mesh.told).hasSize(2);
  }

  @Test
  void aRefusalIsToldOnceWhenItHasLastedForAWhile() {
    mesh.planAndAct(split().blocked("x", "a"));
    mesh.time.advance(Duration.ofSeconds(19));
    mesh.planAndAct(split().blocked("x", "a"));
    assertThat(mesh.told).isEmpty();

    mesh.time.advance(Duration.ofSeconds(1));
    mesh.planAndAct(split().blocked("x", "a"));
    mesh.time.advance(Duration.ofHours(1));
    mesh.planAndAct(split().blocked("x", "a"));

    assertThat(mesh.told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.WAY_BLOCKED.code());
    assertThat(mesh.now().counts()).containsEntry(Outcome.REFUSED, 1L);
  }

  @Test
  void aRefusalThatWasGoneMeanwhileHasToLastAgain() {
    mesh.planAndAct(split().blocked("x", "a"));
    mesh.time.advance(Duration.ofSeconds(19));
    mesh.planAndAct(new Scene().island("a", "b", "c", "x", "y"));
    mesh.time.advance(Duration.ofSeconds(19));
    mesh.planAndAct(split().blocked("x", "a"));

    assertThat(mesh.told).isEmpty();
  }

  @Test
  void whatPassesWithTimeIsNeverTold() {
    Scene scene = split().standing(Duration.ofHours(1), Duration.ofSeconds(1), 9, Duration.ZERO);
    mesh.planAndAct(scene);
    mesh.time.advance(Duration.ofHours(1));
    mesh.planAndAct(scene);

    assertThat(mesh.now().plan().refused()).isEqualTo(1);
    assertThat(mesh.told).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 15, 60})
  void twoRulesThatTakeTurnsAreToldOnceEach(int seconds) {
    for (int i = 0; i < 20; i++) {
      mesh.planAndAct(split().blocked("x", "a"), Duration.ofSeconds(seconds));
      mesh.planAndAct(silent(), Duration.ofSeconds(seconds));
    }

    assertThat(mesh.told(JoinRefused.class))
        .extracting(JoinRefused::rule)
        .containsExactly(Rule.WAY_BLOCKED.code(), Rule.UNKNOWN_VIEW.code());
    assertThat(mesh.now().counts()).containsEntry(Outcome.REFUSED, 2L);
  }

  @Test
  void whatWasToldIsToldAnewOnlyWhenTheTwoWereNotRefusedForAWhile() {
    Scene whole = new Scene().island("a", "b", "c", "x", "y");
    Scene refused = split().blocked("x", "a");
    mesh.planAndAct(refused, Duration.ofSeconds(30));
    mesh.planAndAct(whole, Duration.ofSeconds(15));
    mesh.planAndAct(refused, Duration.ofMinutes(5));
    assertThat(mesh.told(JoinRefused.class)).hasSize(1);

    mesh.planAndAct(whole, Duration.ofSeconds(20));
    mesh.planAndAct(refused, Duration.ofSeconds(20));
    assertThat(mesh.told(JoinRefused.class)).hasSize(1); // it has to last again
    mesh.planAndAct(refused);
    assertThat(mesh.told(JoinRefused.class)).hasSize(2);
  }

  @Test
  void whatPassesWithTimeIsNoRefusalMeanwhile() {
    Scene refused = split().blocked("x", "a");
    Scene rollout = split().standing(Duration.ofHours(1), Duration.ofHours(1), 9, Duration.ZERO);
    mesh.planAndAct(refused, Duration.ofSeconds(30));
    mesh.planAndAct(rollout, Duration.ofMinutes(1));
    mesh.planAndAct(refused, Duration.ofSeconds(30));

    assertThat(mesh.told(JoinRefused.class)).hasSize(2);
  }

  private static Scene silent() {
    return split().slow("x").slow("y").slow("a").slow("b").slow("c");
  }
}
