package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.Check.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReleaseEqualTest {

  private final ManualTime time = new ManualTime();
  private final ReleaseEqual check = new ReleaseEqual(new Skew(Duration.ofMinutes(30), time));

  private static final Evidence ROLLOUT =
      evidence(
          Testimony.of("a").release("shop", "1.0.0"),
          Testimony.of("b").release("shop", "1.0.1"),
          Testimony.of("c").release("shop", "1.0.0"));

  @Test
  void oneVersionPasses() {
    assertFound(check.judge(evidence(Testimony.of("a"), Testimony.of("b"))))
        .is(Status.PASS, "shop 1.0.0 at 2 members; 2 of 2 members told")
        .at();
  }

  @Test
  void aRolloutIsWarnedOfAndNamesThoseWhoAreFewer() {
    assertFound(check.judge(ROLLOUT))
        .is(
            Status.WARN,
            "shop 1.0.0 at 2 members, 1.0.1 at 1 member differ, for 0 s, fails after 30 min;"
                + " 3 of 3 members told")
        .at("b");
  }

  @Test
  void versionsThatStillDifferAfterTheTimeOfARolloutFail() {
    check.judge(ROLLOUT);
    time.advance(Duration.ofMinutes(30).minusNanos(1));
    assertFound(check.judge(ROLLOUT)).is(Status.WARN).says("for 29 min");

    time.advance(Duration.ofNanos(1));

    assertFound(check.judge(ROLLOUT))
        .is(Status.FAIL)
        .says("for 30 min, longer than 30 min")
        .at("b");
  }

  @Test
  void aRolloutThatIsOverStartsTheNextOneAnew() {
    check.judge(ROLLOUT);
    time.advance(Duration.ofMinutes(29));
    check.judge(evidence(Testimony.of("a"), Testimony.of("b")));
    time.advance(Duration.ofMinutes(29));

    assertFound(check.judge(ROLLOUT)).is(Status.WARN).says("for 0 s");
  }

  @Test
  void aThirdVersionIsNoNewRollout() {
    check.judge(ROLLOUT);
    time.advance(Duration.ofMinutes(30));

    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a").release("shop", "1.0.2"),
                    Testimony.of("b").release("shop", "1.0.1"))))
        .is(Status.FAIL);
  }

  @Test
  void twoReleasesMayHaveAVersionEach() {
    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a").release("shop", "1"),
                    Testimony.of("b").release("bank", "2"))))
        .is(Status.PASS, "bank 2 at 1 member, shop 1 at 1 member; 2 of 2 members told");
  }

  @Test
  void doesNotApplyWhereNoMemberIsARelease() {
    assertFound(check.judge(evidence(Testimony.of("a").noRelease(), Testimony.of("b").silent())))
        .is(Status.SKIPPED, "no member is a release; 1 of 2 members told");
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent(), Testimony.of("b").silent())))
        .is(Status.UNKNOWN, "none of 2 members has told");
  }

  @Test
  void saysHowManyToldAndHowManyAreSpared() {
    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a"),
                    Testimony.of("b").silent().slow(),
                    Testimony.of("c").silent().slow())))
        .is(
            Status.PASS,
            "shop 1.0.0 at 1 member; 1 of 3 members told, 2 members are spared, answering slowly");
  }

  @Test
  void isSkippedWhereAllWhoMightTellAreSpared() {
    assertFound(check.judge(evidence(Testimony.of("a").silent().slow())))
        .is(Status.SKIPPED, "all 1 member is spared, answering slowly");
  }

  @Test
  void isSkippedWithoutMembers() {
    assertFound(check.judge(evidence())).is(Status.SKIPPED, "there are no members");
  }

  @Test
  void whatAMemberSaysIsShownButNotObeyed() {
    Finding found =
        check.judge(
            evidence(
                Testimony.of("a").release("<b>\u001b[31m\n", "x".repeat(10_000)),
                Testimony.of("b").release("<b>\u001b[31m\n", "2")));

    assertThat(found.evidence())
        .startsWith("<b>\\u{1B}[31m\\u{A} 2 at 1 member, xxx")
        .contains("x… at 1 member differ")
        .hasSizeLessThan(300);
  }
}
