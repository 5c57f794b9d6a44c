package io.nessiecluster.mesh.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A network that was cut, or members that were torn off each other, leave more than two. */
class HealOfManyIslandsTest {

  private static Scene three() {
    return new Scene().island("a", "b", "c").island("x", "y").old("z");
  }

  private static List<String> joined(JoinPlan plan) {
    return plan.joins().stream().map(join -> hosts(join.from(), join.to())).toList();
  }

  private static String hosts(NodeName from, NodeName to) {
    return from.host().orElseThrow() + to.host().orElseThrow();
  }

  @Test
  void allAreJoinedWithTheLargestAsOneHeal() {
    assertThat(joined(three().plan())).containsExactly("xa", "za");
    assertThat(three().plan().refusals()).isEmpty();
  }

  @Test
  void eightAreOneHealAndTheOthersWait() {
    Scene scene = new Scene().island("a", "b");
    IntStream.range(0, 10).forEach(i -> scene.old("x" + i));

    assertThat(scene.plan().joins()).hasSize(8);
    assertThat(scene.plan().refusals())
        .extracting(Refusal::rule)
        .containsExactly(Rule.TOO_OFTEN, Rule.TOO_OFTEN);
  }

  @Test
  void theWaysBetweenThoseThatAreJoinedHaveToBeFree() {
    JoinPlan plan = three().blocked("z", "y").plan();

    assertThat(joined(plan)).containsExactly("xa");
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.WAY_BLOCKED);
  }

  @Test
  void theWaysBetweenThemAreTriedBeforeTheHealIsAllowed() {
    Duration almost = Duration.ofSeconds(19);
    JoinPlan plan =
        three()
            .nothingTried()
            .standing(Duration.ofHours(1), almost, 100, Duration.ofHours(1))
            .plan();

    assertThat(plan.ways()).extracting(way -> hosts(way.from(), way.to())).contains("zy");
    assertThat(plan.joins()).isEmpty();
  }

  @Test
  void aNameOfTwoThatAreJoinedForbidsTheSecond() {
    JoinPlan plan = three().globalNames("x", "leader").globalNames("z", "leader").plan();

    assertThat(joined(plan)).containsExactly("xa");
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.NAME_CLASH);
  }

  @Test
  void aDatabaseOfTwoThatAreJoinedForbidsTheSecond() {
    JoinPlan plan = three().mnesia("x", "x", "z").mnesia("z", "x", "z").plan();

    assertThat(joined(plan)).containsExactly("xa");
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.MNESIA);
  }

  @Test
  void whatIsRefusedKeepsNoOtherFromBeingJoined() {
    JoinPlan plan = three().blocked("y", "b").plan();

    assertThat(joined(plan)).containsExactly("za");
  }

  @Test
  void whoIsAskedForByHandIsJudgedBeforeTheOthers() {
    JoinPlan plan = three().blocked("z", "y").planFor("a", "z");

    assertThat(joined(plan)).containsExactly("za");
    assertThat(plan.refusals()).extracting(Refusal::rule).containsExactly(Rule.WAY_BLOCKED);
  }
}
