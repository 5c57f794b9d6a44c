package io.nessiecluster.page;

import java.time.Duration;
import java.time.Instant;

/** How long something is so, for people: one number and its unit, such as {@code 12 min}. */
final class AgeText {

  private AgeText() {}

  /** From {@code since} to {@code now}; clocks may be set, so that it may seem to be to come. */
  static String of(Instant since, Instant now) {
    return of(Duration.between(since, now));
  }

  /** Rounded down, in the largest unit of which there are two or more; never below {@code 0 s}. */
  static String of(Duration age) {
    if (age.toDays() > 1) {
      return age.toDays() + " d";
    }
    if (age.toHours() > 1) {
      return age.toHours() + " h";
    }
    return age.toMinutes() > 1 ? age.toMinutes() + " min" : Math.max(0, age.toSeconds()) + " s";
  }
}
