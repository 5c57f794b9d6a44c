package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // the source may wrap around

  private Deadline in(Duration timeout) {
    return Deadline.in(timeout, now::get);
  }

  @Property
  void whatIsLeftShrinksToNothingAndStaysThere(
      @ForAll @LongRange(min = 0, max = 1L << 40) long timeout,
      @ForAll @LongRange(min = 0, max = 1L << 41) long passed) {
    Deadline deadline = in(Duration.ofNanos(timeout));
    now.addAndGet(passed);

    assertThat(deadline.nanosLeft()).isEqualTo(Math.max(0, timeout - passed));
    assertThat(deadline.passed()).isEqualTo(passed >= timeout);
  }

  @Test
  void millisecondsAreRoundedUpSoThatNoWaitForTheRestIsForEver() {
    assertThat(in(Duration.ofNanos(1)).millisLeft()).isEqualTo(1);
    assertThat(in(Duration.ofNanos(1_000_000)).millisLeft()).isEqualTo(1);
    assertThat(in(Duration.ofNanos(1_000_001)).millisLeft()).isEqualTo(2);
    assertThat(in(Duration.ZERO).millisLeft()).isZero();
    assertThat(in(Duration.ofDays(100_000)).millisLeft()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void theEarlierOfTwoWins() {
    Deadline deadline = in(Duration.ofSeconds(5));

    assertThat(deadline.orIn(Duration.ofSeconds(9)).left()).isEqualTo(Duration.ofSeconds(5));
    assertThat(deadline.orIn(Duration.ofSeconds(1)).left()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aTimeoutThatNoClockCountsIsAsLongAsItCan() {
    Deadline deadline = in(Duration.ofSeconds(Long.MAX_VALUE));

    assertThat(deadline.nanosLeft()).isEqualTo(Long.MAX_VALUE);
  }
}
