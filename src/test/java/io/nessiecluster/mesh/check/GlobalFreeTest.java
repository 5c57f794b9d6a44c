package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.Check.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GlobalFreeTest {

  private final ManualTime time = new ManualTime();
  private final GlobalFree check = new GlobalFree(time);

  private static final Evidence HELD =
      evidence(
          Testimony.of("a").lock("global", "[<0.9.0>,<1.9.0>]"),
          Testimony.of("b").lock("global", "[<0.9.0>,<1.9.0>]"),
          Testimony.of("c"));

  @Test
  void noLockPasses() {
    assertFound(check.judge(evidence(Testimony.of("a"))))
        .is(Status.PASS, "no lock of global is older than 30 s; 1 of 1 member told");
  }

  @Test
  void aYoungLockPasses() {
    check.judge(HELD);
    time.advance(Duration.ofSeconds(30).minusNanos(1));

    assertFound(check.judge(HELD)).is(Status.PASS);
  }

  @Test
  void anOldLockIsWarnedOf() {
    check.judge(HELD);
    time.advance(Duration.ofSeconds(30));

    assertFound(check.judge(HELD))
        .is(
            Status.WARN,
            "lock global is held by [<0.9.0>,<1.9.0>] for 30 s at app@a, app@b;"
                + " 3 of 3 members told")
        .at("a", "b");
  }

  @Test
  void aVeryOldLockFails() {
    check.judge(HELD);
    time.advance(Duration.ofMinutes(5));

    assertFound(check.judge(HELD)).is(Status.FAIL).says("for 5 min").at("a", "b");
  }

  @Test
  void anotherHolderIsAnotherLock() {
    check.judge(HELD);
    time.advance(Duration.ofSeconds(30));

    assertFound(check.judge(evidence(Testimony.of("a").lock("global", "<0.10.0>"))))
        .is(Status.PASS);
  }

  @Test
  void aLockThatWasFreeMeanwhileIsYoung() {
    check.judge(HELD);
    time.advance(Duration.ofSeconds(20));
    check.judge(evidence(Testimony.of("a"), Testimony.of("b"), Testimony.of("c")));
    time.advance(Duration.ofSeconds(20));

    assertFound(check.judge(HELD)).is(Status.PASS);
  }

  @Test
  void aMemberThatIsSparedSaysNothingOfItsLocks() {
    Evidence slow = evidence(Testimony.of("a").lock("global", "<0.9.0>").slow(), Testimony.of("b"));
    check.judge(slow);
    time.advance(Duration.ofHours(1));

    assertFound(check.judge(slow)).is(Status.PASS).says("1 member is spared");
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent()))).is(Status.UNKNOWN);
  }
}
