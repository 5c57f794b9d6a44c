package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;

import io.nessiecluster.mesh.Check.Status;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private final Limits check = new Limits();

  @Test
  void fourFifthsPass() {
    assertFound(
            check.judge(
                evidence(Testimony.of("a").processes(800, 1_000), Testimony.of("b").silent())))
        .is(
            Status.PASS,
            "processes, atoms and ports are below 80 % of their limits; 1 of 2 members told");
  }

  @Test
  void moreIsWarnedOfWorstFirst() {
    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a").atoms(801, 1_000),
                    Testimony.of("b").ports(950, 1_000).processes(90, 100))))
        .is(
            Status.WARN,
            "app@b has 950 ports of 1000 (95 %), app@b has 90 processes of 100 (90 %),"
                + " app@a has 801 atoms of 1000 (80 %); 2 of 2 members told")
        .at("a", "b");
  }

  @Test
  void nearlyAllFailsEvenOfAMemberThatIsSpared() {
    assertFound(
            check.judge(
                evidence(Testimony.of("a").processes(951, 1_000).slow(), Testimony.of("b"))))
        .is(
            Status.FAIL,
            "app@a has 951 processes of 1000 (95 %); 2 of 2 members told,"
                + " 1 member is spared, answering slowly")
        .at("a");
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent()))).is(Status.UNKNOWN);
  }
}
