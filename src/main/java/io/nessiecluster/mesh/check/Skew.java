package io.nessiecluster.mesh.check;

import io.nessiecluster.mesh.Check.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Differences between members, which are right while a rollout goes on and wrong when they stay.
 * One lasts from the first look at which it is seen to the next at which it is not, through
 * whatever values it goes meanwhile.
 */
final class Skew {

  private final Ages<String> ages;
  private final Duration allowed;

  /**
   * None yet.
   *
   * @param allowed for how long members may differ
   */
  Skew(Duration allowed, LongSupplier nanoTime) {
    this.allowed = allowed;
    this.ages = new Ages<>(nanoTime);
  }

  /** How long the one that has lasted longest has. */
  Duration longest(Collection<String> things) {
    Map<String, Duration> all = ages.of(things);
    return all.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
  }

  /** Whether a difference that lasts so long is still a rollout. */
  Status status(Duration age) {
    return age.compareTo(allowed) < 0 ? Status.WARN : Status.FAIL;
  }

  /** Since when and for how much longer. */
  String words(Duration age) {
    return status(age) == Status.WARN
        ? "for %s, fails after %s".formatted(Brief.time(age), Brief.time(allowed))
        : "for %s, longer than %s".formatted(Brief.time(age), Brief.time(allowed));
  }
}
