package io.nessiecluster.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT1.9S, 1 s",
    "PT119S, 119 s",
    "PT2M, 2 min",
    "PT119M, 119 min",
    "PT2H, 2 h",
    "PT47H59M, 47 h",
    "PT48H, 2 d",
    "P4000D, 4000 d"
  })
  void itIsInTheLargestUnitOfWhichThereAreTwo(Duration age, String text) {
    assertThat(AgeText.of(age)).isEqualTo(text);
  }

  @Test
  void aClockThatWasSetBackMakesNothingYoungerThanNow() {
    Instant now = Instant.parse("2026-11-30T10:00:00Z");

    assertThat(AgeText.of(now.plusSeconds(60), now)).isEqualTo("0 s");
  }
}
