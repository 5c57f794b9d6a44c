package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.island;
import static io.nessiecluster.mesh.check.Testimony.islands;
import static io.nessiecluster.mesh.check.Testimony.unseen;

import io.nessiecluster.mesh.Check.Status;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesUniqueTest {

  private final NamesUnique check = new NamesUnique();

  @Test
  void doesNotApplyToOneIsland() {
    assertFound(check.judge(islands(List.of(island("a", "b")), Map.of())))
        .is(Status.SKIPPED, "fewer than two islands are seen");
  }

  @Test
  void anIslandOfWhichNothingIsKnownIsNoSecondOne() {
    assertFound(check.judge(islands(List.of(island("a", "b"), unseen("c")), Map.of())))
        .is(Status.SKIPPED);
  }

  @Test
  void namesThatEachIslandHasOfItsOwnPass() {
    assertFound(
            check.judge(
                islands(List.of(island("a"), island("b")), Map.of(0, Set.of("x"), 1, Set.of("y")))))
        .is(Status.PASS, "no name of global is registered in two islands; 2 of 2 islands told");
  }

  @Test
  void aNameOfTwoIslandsFailsEvenIfAThirdWasNotAsked() {
    assertFound(
            check.judge(
                islands(
                    List.of(island("a", "b"), island("c"), island("d")),
                    Map.of(0, Set.of("leader", "x"), 1, Set.of("leader")))))
        .is(Status.FAIL, "1 name registered in more than one island: leader; 2 of 3 islands told")
        .at("a", "b", "c");
  }

  @Test
  void nobodyKnowsWhereAnIslandCouldNotBeAsked() {
    assertFound(
            check.judge(islands(List.of(island("a"), island("b")), Map.of(0, Set.of("leader")))))
        .is(
            Status.UNKNOWN,
            "not all islands could be asked for the names of global; 1 of 2 islands told");
  }

  @Test
  void ofManyNamesTheFirstAreNamed() {
    Set<String> many = Set.of("1", "2", "3", "4", "5", "6", "7\n");

    assertFound(check.judge(islands(List.of(island("a"), island("b")), Map.of(0, many, 1, many))))
        .is(Status.FAIL)
        .says("7 names registered in more than one island: 1, 2, 3, 4, 5 and 2 more");
  }
}
