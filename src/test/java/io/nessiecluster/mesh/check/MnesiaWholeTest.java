package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.FindingAssert.assertFound;
import static io.nessiecluster.mesh.check.Testimony.evidence;
import static io.nessiecluster.mesh.check.Testimony.nodes;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.Check.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MnesiaWholeTest {

  private final ManualTime time = new ManualTime();
  private final MnesiaWhole check = new MnesiaWhole(Duration.ofSeconds(20), time);

  @Test
  void aDatabaseThatRunsEverywherePasses() {
    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a").mnesia(nodes("a", "b"), nodes("a", "b")).sees("b"),
                    Testimony.of("b").mnesia(nodes("a", "b"), nodes("a", "b")).sees("a"))))
        .is(
            Status.PASS,
            "mnesia runs at 2 members, and none misses a node that it is connected with;"
                + " 2 of 2 members told");
  }

  @Test
  void aCutThatLeftLinksWholeAndTheDatabaseSplitFailsOnceNobodyCanBeStarting() {
    Evidence evidence =
        evidence(
            Testimony.of("a").mnesia(nodes("a", "b"), nodes("a")).sees("b"),
            Testimony.of("b").mnesia(nodes("a", "b"), nodes("b")).sees("a"));
    assertFound(check.judge(evidence)).is(Status.WARN);
    time.advance(MnesiaWhole.MERGING);

    assertFound(check.judge(evidence))
        .is(
            Status.FAIL,
            "mnesia of app@a, which runs, is missed by app@b although connected,"
                + " mnesia of app@b, which runs, is missed by app@a although connected;"
                + " 2 of 2 members told")
        .at("a", "b");
  }

  /** Its supervisor is up before it is one with the others. */
  @Test
  void aDatabaseThatIsStartingIsOnlyWarnedOf() {
    check.judge(
        evidence(
            Testimony.of("a").mnesia(nodes("a", "b"), nodes("a")).sees("b"),
            Testimony.of("b").mnesia(nodes("a", "b"), nodes()).sees("a")));
    time.advance(MnesiaWhole.MERGING);

    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a").mnesia(nodes("a", "b"), nodes("a", "b")).sees("b"),
                    Testimony.of("b").mnesia(nodes("a", "b"), nodes("a", "b")).sees("a"))))
        .is(Status.PASS);
  }

  @Test
  void aNodeWhoseDatabaseIsNotUpYetIsWarnedOfAndFailsWhenThatLasts() {
    Evidence evidence =
        evidence(
            Testimony.of("a").mnesia(nodes("a", "b"), nodes("a")).sees("b"), Testimony.of("b"));
    assertFound(check.judge(evidence)).is(Status.WARN).says("of app@b is missed").at("a", "b");
    time.advance(Duration.ofSeconds(20));

    assertFound(check.judge(evidence)).is(Status.FAIL).at("a", "b");
  }

  @Test
  void aNodeThatIsNotConnectedIsTheMeshsAffair() {
    assertFound(
            check.judge(evidence(Testimony.of("a").mnesia(nodes("a", "b"), nodes("a")).sees("c"))))
        .is(Status.PASS);
  }

  @Test
  void anOwnDatabaseThatIsStartingIsNoSplit() {
    assertFound(check.judge(evidence(Testimony.of("a").mnesia(nodes("a"), nodes()).sees("a"))))
        .is(Status.PASS);
  }

  @Test
  void doesNotApplyWhereNoneRuns() {
    assertFound(check.judge(evidence(Testimony.of("a"), Testimony.of("b").silent())))
        .is(Status.SKIPPED, "mnesia runs nowhere; 1 of 2 members told");
  }

  @Test
  void isUnknownWhereNobodyHasTold() {
    assertFound(check.judge(evidence(Testimony.of("a").silent()))).is(Status.UNKNOWN);
  }

  @Test
  void whatASlowMemberSaidBeforeItWasMayBeOver() {
    assertFound(
            check.judge(
                evidence(
                    Testimony.of("a").mnesia(nodes("a", "b"), nodes("a")).sees("b").slow(),
                    Testimony.of("b").mnesia(nodes("a", "b"), nodes("a", "b")).sees("a"))))
        .is(Status.PASS)
        .says("1 of 2 members told, 1 member is spared, answering slowly");
  }
}
