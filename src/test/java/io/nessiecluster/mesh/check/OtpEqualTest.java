package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.Check.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OtpEqualTest {

  private final ManualTime time = new ManualTime();
  private final OtpEqual check = new OtpEqual(new Skew(Duration.ofMinutes(30), time));

  private static final Evidence TWO =
      evidence(Testimony.of("a").otp("27"), Testimony.of("b").otp("25"), Testimony.of("c"));

  @Test
  void oneReleasePasses() {
    assertFound(check.judge(evidence(Testimony.of("a"), Testimony.of("b").silent())))
        .is(Status.PASS, "OTP 27 at 1 member; 1 of 2 members told");
  }

  @Test
  void twoAreWarnedOf() {
    assertFound(check.judge(TWO))
        .is(
            Status.WARN,
            "OTP 27 at 2 members, 25 at 1 member differ, for 0 s, fails after 30 min;"
                + " 3 of 3 members told")
        .at("b");
  }

  @Test
  void twoThatStayFail() {
    check.judge(TWO);
    time.advance(Duration.ofMinutes(30));

    assertFound(check.judge(TWO)).is(Status.FAIL).at("b");
  }

  @Test
  void theClockOnTheWallMakesNothingOlder() {
    check.judge(TWO);
    time.step(Duration.ofDays(1));

    assertFound(check.judge(TWO)).is(Status.WARN);
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent()))).is(Status.UNKNOWN);
  }
}
