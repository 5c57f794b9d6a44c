package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinceTest {

  private final ManualTime time = new ManualTime(); // its nano source wraps after a second

  @Test
  void theAgeIsWhatHasElapsedHoweverTheClockIsSet() {
    Since since = Since.now(time);
    assertThat(since.age()).isZero();

    time.step(Duration.ofHours(-1));
    time.advance(Duration.ofSeconds(90));

    assertThat(since.age()).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void itIsNeverNegative() {
    assertThat(new Since(time.getAsLong() + 1, time).age()).isZero();
  }
}
