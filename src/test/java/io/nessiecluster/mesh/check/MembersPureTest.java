package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;
import static io.nessiecluster.mesh.check.Testimony.withStrangers;

import io.nessiecluster.mesh.Check.Status;
import org.junit.jupiter.api.Test;

class MembersPureTest {

  private final MembersPure check = new MembersPure();

  @Test
  void nobodyElsePasses() {
    assertFound(check.judge(evidence(Testimony.of("a"), Testimony.of("b").noRelease())))
        .is(Status.PASS, "no strangers, no second release; 2 of 2 members told");
  }

  @Test
  void aStrangerIsWarnedOf() {
    assertFound(check.judge(withStrangers(evidence(Testimony.of("a")), "x", "y")))
        .is(Status.WARN, "2 nodes that discovery does not name: app@x, app@y; 1 of 1 member told")
        .at("x", "y");
  }

  @Test
  void aStrangerIsWarnedOfEvenIfNobodyHasToldItsFacts() {
    assertFound(check.judge(withStrangers(evidence(Testimony.of("a").silent()), "x")))
        .is(Status.WARN)
        .at("x");
  }

  @Test
  void aSecondReleaseFailsWhatElseThereIs() {
    Evidence two =
        evidence(
            Testimony.of("a"),
            Testimony.of("b"),
            Testimony.of("c").release("bank", "1"),
            Testimony.of("d").silent());

    assertFound(check.judge(withStrangers(two, "x")))
        .is(
            Status.FAIL,
            "members of more than one release: shop at 2 members, bank at 1 member,"
                + " 1 node that discovery does not name: app@x; 3 of 4 members told")
        .at("c", "x");
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent()))).is(Status.UNKNOWN);
  }
}
