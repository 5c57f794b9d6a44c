package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.Check.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsEqualTest {

  private final ManualTime time = new ManualTime();
  private final SettingsEqual check = new SettingsEqual(new Skew(Duration.ofMinutes(30), time));

  @Test
  void equalSettingsPass() {
    assertFound(check.judge(evidence(Testimony.of("a"), Testimony.of("b"))))
        .is(
            Status.PASS,
            "net_ticktime, prevent_overlapping_partitions, connect_all are equal;"
                + " 2 of 2 members told");
  }

  @Test
  void tickTimesThatDifferAreWarnedOfHoweverLongTheyDo() {
    Evidence evidence =
        evidence(Testimony.of("a"), Testimony.of("b").tickTime(20), Testimony.of("c"));
    check.judge(evidence);
    time.advance(Duration.ofDays(1));

    assertFound(check.judge(evidence))
        .is(Status.WARN, "net_ticktime is 60 s at 2 members, 20 s at 1 member; 3 of 3 members told")
        .at("b");
  }

  @Test
  void tickTimesThatTearLinksFailAtOnce() {
    assertFound(
            check.judge(evidence(Testimony.of("a").tickTime(61), Testimony.of("b").tickTime(20))))
        .is(Status.FAIL)
        .says("more than three times apart");
  }

  @Test
  void membersThatPreventOverlapAndOthersThatDoNotFailWhenTheyStay() {
    Evidence evidence =
        evidence(Testimony.of("a"), Testimony.of("b"), Testimony.of("c").preventsOverlap(false));
    assertFound(check.judge(evidence))
        .is(
            Status.WARN,
            "prevent_overlapping_partitions is true at 2 members, false at 1 member,"
                + " for 0 s, fails after 30 min; 3 of 3 members told")
        .at("c");
    time.advance(Duration.ofMinutes(30));

    assertFound(check.judge(evidence)).is(Status.FAIL).at("c");
  }

  @Test
  void membersThatConnectWithAllAndOthersThatDoNotFailWhenTheyStay() {
    Evidence evidence =
        evidence(
            Testimony.of("a"),
            Testimony.of("b"),
            Testimony.of("c").connectsAll(false).tickTime(50));
    check.judge(evidence);
    time.advance(Duration.ofMinutes(30));

    assertFound(check.judge(evidence))
        .is(Status.FAIL)
        .says("net_ticktime is 60 s at 2 members, 50 s at 1 member, connect_all is true")
        .at("c");
  }

  @Test
  void tickTimesThatDifferedBeforeAreNoReasonToFailTheOthers() {
    check.judge(evidence(Testimony.of("a"), Testimony.of("b").tickTime(50)));
    time.advance(Duration.ofDays(1));

    assertFound(
            check.judge(
                evidence(Testimony.of("a"), Testimony.of("b").tickTime(50).connectsAll(false))))
        .is(Status.WARN);
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent()))).is(Status.UNKNOWN);
  }
}
