package io.nessiecluster.rest;

import io.nessiecluster.base.DurationText;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/**
 * The {@code timeout} parameter: milliseconds, or a duration as in the settings.
 *
 * @param value more than nothing, and 60 s at most
 */
public record DiscoveryTimeout(Duration value) {

  static final DiscoveryTimeout DEFAULT = new DiscoveryTimeout(Duration.ofSeconds(10));

  private static final Duration MAX = Duration.ofSeconds(60);
  private static final Pattern MILLIS = Pattern.compile("\\d{1,9}");

  /**
   * Reads the parameter.
   *
   * @throws BadParameterException when it is none
   */
  static DiscoveryTimeout parse(String text) {
    Duration duration;
    try {
      duration =
          MILLIS.matcher(text).matches()
              ? Duration.ofMillis(Integer.parseInt(text))
              : DurationText.parse(text);
    } catch (DateTimeParseException e) {
      throw bad(text);
    }
    if (!duration.isPositive() || duration.compareTo(MAX) > 0) {
      throw bad(text);
    }
    return new DiscoveryTimeout(duration);
  }

  private static BadParameterException bad(String text) {
    return new BadParameterException(
        "timeout=%s: allowed are 1 to 60000 (milliseconds), or 500ms, 5s, 1m, or ISO-8601 such as PT5S, up to a minute"
            .formatted(text));
  }
}
