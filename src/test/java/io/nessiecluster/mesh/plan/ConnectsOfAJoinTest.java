package io.nessiecluster.mesh.plan;

import static io.nessiecluster.mesh.plan.Scenes.joining;
import static io.nessiecluster.mesh.plan.Scenes.way;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How many connects a join takes. */
class ConnectsOfAJoinTest {

  @Test
  void amongMembersThatConnectOnlyWhomTheyDialEachPairIsAskedFor() {
    Scene scene =
        new Scene()
            .island("a", "b")
            .newcomers("m", "n")
            .connectsOnlyWhomItDials("a", "b", "m", "n");

    assertThat(scene.plan().joins())
        .extracting(Join::ways)
        .containsExactly(
            List.of(way("m", "a"), way("m", "b")),
            List.of(way("n", "a"), way("n", "b"), way("n", "m")));
  }

  @Test
  void oneMemberThatConnectsOnlyWhomItDialsIsEnoughForThat() {
    assertThat(joining().connectsOnlyWhomItDials("b").plan().joins())
        .extracting(Join::ways)
        .containsExactly(List.of(way("n", "a"), way("n", "b")));
  }

  @Test
  void amongThosePairsTheOnesWhoseWayIsBlockedAreLeftOut() {
    assertThat(joining().connectsOnlyWhomItDials("a", "b", "n").blocked("n", "b").plan().joins())
        .extracting(Join::ways)
        .containsExactly(List.of(way("n", "a")));
  }

  @Test
  void amongThosePairsTheOnesThatAreNotLinkedWithUsAreLeftOut() {
    assertThat(joining().sees("b", "c").stale("c").connectsOnlyWhomItDials("a", "n").plan().joins())
        .extracting(Join::ways)
        .containsExactly(List.of(way("n", "a"), way("n", "b")));
  }
}
