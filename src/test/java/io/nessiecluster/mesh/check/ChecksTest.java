package io.nessiecluster.mesh.check;

import static io.nessiecluster.mesh.check.Testimony.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MeshSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

  private final ManualTime time = new ManualTime();
  private final Checks checks = new Checks(MeshSettings.DEFAULT, time);

  private Check otp(Evidence evidence) {
    return checks.judge(evidence, time.instant()).get(Check.Id.OTP_EQUAL.ordinal());
  }

  @Test
  void thereIsOneOfEachInTheirOrder() {
    List<Check> found = checks.judge(evidence(), time.instant());

    assertThat(found).extracting(Check::id).containsExactly(Check.Id.values());
  }

  @Test
  void aStatusIsDatedWhenItBecomesWhatItIsAndNotAgainWhenItsEvidenceChanges() {
    Evidence equal = evidence(Testimony.of("a"), Testimony.of("b"));
    Evidence skewed = evidence(Testimony.of("a"), Testimony.of("b").otp("25"));
    Evidence moreSkewed = evidence(Testimony.of("a").otp("26"), Testimony.of("b").otp("25"));
    assertThat(otp(equal).since()).isEqualTo(ManualTime.START);
    time.advance(Duration.ofSeconds(5));
    assertThat(otp(equal).since()).isEqualTo(ManualTime.START);
    time.advance(Duration.ofSeconds(5));
    Check warned = otp(skewed);
    time.advance(Duration.ofSeconds(5));
    Check still = otp(moreSkewed);

    assertThat(warned.since()).isEqualTo(ManualTime.START.plusSeconds(10));
    assertThat(still.since()).isEqualTo(warned.since());
    assertThat(still.evidence()).isNotEqualTo(warned.evidence());
  }
}
