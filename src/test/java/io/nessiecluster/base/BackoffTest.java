package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {

  private static final Duration FIRST = Duration.ofMillis(100);

  @Test
  void theDelayDoublesUpToItsBoundHoweverManyFail() {
    Backoff backoff = new Backoff(FIRST, Duration.ofSeconds(1));

    assertThat(backoff.delay(0)).isEqualTo(FIRST);
    assertThat(backoff.delay(3)).isEqualTo(Duration.ofMillis(800));
    assertThat(backoff.delay(4)).isEqualTo(Duration.ofSeconds(1));
    assertThat(backoff.delay(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aFirstDelayAboveTheBoundStaysAsItIs() {
    assertThat(new Backoff(FIRST, Duration.ZERO).delay(9)).isEqualTo(FIRST);
  }

  @Test
  void noDelayAtAllIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, FIRST));
  }
}
