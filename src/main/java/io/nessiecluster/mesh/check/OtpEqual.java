package io.nessiecluster.mesh.check;

import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MemberFacts;
import java.time.Duration;
import java.util.List;

/**
 * All members run one OTP release. Differences are warned of while they may be a rollout, and fail
 * when they stay.
 */
final class OtpEqual implements Judgement {

  private final Skew skew;

  OtpEqual(Skew skew) {
    this.skew = skew;
  }

  @Override
  public Check.Id id() {
    return Check.Id.OTP_EQUAL;
  }

  @Override
  public Finding judge(Evidence evidence) {
    Heard<MemberFacts> facts = Heard.of(evidence, Witness::facts);
    Variants otp = Variants.of(facts.told(), MemberFacts::otpRelease);
    Duration age = skew.longest(otp.differ() ? List.of("OTP") : List.of());
    if (facts.told().isEmpty()) {
      return facts.nobody();
    }
    if (!otp.differ()) {
      return Finding.pass(facts.told("OTP " + otp.text()));
    }
    String line = "OTP %s differ, %s".formatted(otp.text(), skew.words(age));
    return Finding.of(skew.status(age), facts.told(line), otp.odd());
  }
}
