package io.nessiecluster.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.state.LossPattern.Ended;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** What the last losses of a node have in common. */
class LossPatternTest {

  private static Ended ended(long ageMillis) {
    return new Ended(Duration.ofMillis(ageMillis), LossCause.CLOSED_BY_PEER);
  }

  private static Ended taken(long ageMillis) {
    return new Ended(Duration.ofMillis(ageMillis), LossCause.CLOSED_BY_PEER).withTaken();
  }

  private static List<Ended> ended(long... ageMillis) {
    return LongStream.of(ageMillis).mapToObj(LossPatternTest::ended).toList();
  }

  @Property
  void threeLossesAtAboutOneAgeAreAPattern(
      @ForAll @LongRange(min = 2_300, max = 3_300_000) long age,
      @ForAll @Size(3) List<@LongRange(min = -7, max = 7) Long> percents) {
    List<Ended> losses = percents.stream().map(p -> ended(age + age * p / 100)).toList();

    assertThat(LossPattern.of(losses))
        .hasValueSatisfying(
            pattern -> {
              assertThat(pattern.cause()).isEqualTo(ConnectCause.LOST_AT_ONE_AGE);
              assertThat(pattern.losses()).isEqualTo(3);
              assertThat(pattern.age().toMillis()).isBetween(age * 92 / 100, age * 108 / 100);
            });
  }

  @Property
  void oneLossAtAnotherAgeBreaksIt(
      @ForAll @LongRange(min = 2_300, max = 1_000_000) long age,
      @ForAll @IntRange(min = 0, max = 2) int which) {
    long[] ages = {age, age, age};
    ages[which] = 2 * age;

    assertThat(LossPattern.of(ended(ages))).isEmpty();
  }

  @Property
  void threeLossesAtOnceAfterConnectingAreAnother(
      @ForAll @Size(3) List<@LongRange(min = 0, max = 2_000) Long> ages) {
    assertThat(LossPattern.of(ages.stream().map(LossPatternTest::ended).toList()))
        .hasValueSatisfying(
            pattern -> assertThat(pattern.cause()).isEqualTo(ConnectCause.LOST_AT_ONCE));
  }

  @Property
  void twoLossesAreNone(@ForAll @Size(max = 2) List<@LongRange(min = 0, max = 9_000) Long> ages) {
    assertThat(LossPattern.of(ages.stream().map(LossPatternTest::ended).toList())).isEmpty();
  }

  @Property
  void connectionsThatAnotherNodeOfOurNameTookAreTheStrongestSign(
      @ForAll @LongRange(min = 0, max = 120_000) long one,
      @ForAll @LongRange(min = 0, max = 120_000) long two) {
    assertThat(LossPattern.of(List.of(ended(one), taken(two)))).as("once may be chance").isEmpty();
    assertThat(LossPattern.of(List.of(taken(one), taken(two))))
        .hasValueSatisfying(
            pattern -> assertThat(pattern.cause()).isEqualTo(ConnectCause.DUPLICATE_OWN_NAME));
  }

  @Example
  void aNightlyRestartIsNoPattern() {
    long day = Duration.ofDays(1).toMillis();
    assertThat(LossPattern.of(ended(day, day, day))).isEmpty();
    assertThat(LossPattern.of(List.of(taken(day), taken(day)))).isEmpty();
  }

  @Example
  void theDetailSaysHowOftenAndAfterHowLong() {
    assertThat(new LossPattern(ConnectCause.LOST_AT_ONE_AGE, 5, Duration.ofMillis(8_100)).detail())
        .isEqualTo("the connection was lost 5 times in a row, each time after about 8 s");
    assertThat(new LossPattern(ConnectCause.LOST_AT_ONE_AGE, 3, Duration.ofMinutes(15)).detail())
        .endsWith("after about 15 min");
    assertThat(new LossPattern(ConnectCause.LOST_AT_ONCE, 3, Duration.ZERO).detail())
        .isEqualTo("the connection was lost 3 times in a row at once after it came up");
    assertThat(new LossPattern(ConnectCause.DUPLICATE_OWN_NAME, 3, Duration.ZERO).detail())
        .contains("another node of this one's name");
  }
}
