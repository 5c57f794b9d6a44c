package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;
import static io.nessiecluster.mesh.check.Testimony.island;
import static io.nessiecluster.mesh.check.Testimony.islands;
import static io.nessiecluster.mesh.check.Testimony.unseen;

import io.nessiecluster.mesh.Check.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectedTest {

  private final Expected any = new Expected(0);

  @Test
  void allInOneIslandPass() {
    assertFound(any.judge(islands(List.of(island("a", "b", "c")), Map.of())))
        .is(Status.PASS, "3 named, 3 in the largest island")
        .at();
  }

  @Test
  void whoIsNotInTheLargestIslandIsWarnedOf() {
    assertFound(
            any.judge(islands(List.of(island("b", "c", "e"), island("a"), unseen("d")), Map.of())))
        .is(Status.WARN, "5 named, 3 in the largest island")
        .at("a", "d");
  }

  @Test
  void fewerThanExpectedFail() {
    assertFound(new Expected(3).judge(islands(List.of(island("a"), island("b")), Map.of())))
        .is(Status.FAIL, "2 named, 1 in the largest island, 3 expected")
        .at("b");
  }

  @Test
  void asManyAsExpectedPass() {
    assertFound(new Expected(2).judge(evidence(Testimony.of("a"), Testimony.of("b"))))
        .is(Status.PASS);
  }

  @Test
  void noneAtAllFailsWhereOneIsExpected() {
    assertFound(new Expected(1).judge(evidence()))
        .is(Status.FAIL, "0 named, 0 in the largest island, 1 expected");
    assertFound(any.judge(evidence())).is(Status.SKIPPED);
  }

  @Test
  void isUnknownWhereNobodyHasToldWhomItSees() {
    assertFound(any.judge(islands(List.of(unseen("a"), unseen("b")), Map.of())))
        .is(Status.UNKNOWN, "2 named, none has told whom it sees");
  }
}
