package io.nessiecluster.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as people write them. */
class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "5s, PT5S",
    "2m, PT2M",
    "1h, PT1H",
    "0s, PT0S",
    "007s, PT7S",
    "PT5S, PT5S",
    "pt1m, PT1M",
    "P1D, PT24H",
    "-PT1S, PT-1S",
    "999999999999h, PT999999999999H"
  })
  void aNumberWithAUnitAndIso8601AreRead(String text, String expected) {
    assertThat(DurationText.parse(text)).isEqualTo(Duration.parse(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "5", "5 s", " 5s", "5S", "-5s", "1.5s", "5d", "s", "1000000000000s"})
  void whatIsNeitherIsRefused(String text) {
    assertThatThrownBy(() -> DurationText.parse(text)).isInstanceOf(DateTimeParseException.class);
  }
}
