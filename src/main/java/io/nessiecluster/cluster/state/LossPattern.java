package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the last lost connections of one node have in common: a single loss does not tell why it
 * will happen again.
 *
 * @param cause {@code duplicate_own_name}, {@code lost_at_once} or {@code lost_at_one_age}
 * @param losses how many losses in a row show it
 * @param age how old the connections were when they were lost, on average
 */
public record LossPattern(ConnectCause cause, int losses, Duration age) {

  /** How many losses make a pattern. */
  static final int LEAST = 3;

  /** How many losses are looked at. */
  static final int REMEMBERED = 4;

  /** Lost no later than this after it came up, a connection was lost at once. */
  static final Duration AT_ONCE = Duration.ofSeconds(2);

  /** By how much ages differ from their mean that are one age, as a share of it. */
  private static final double TOLERANCE = 0.15;

  /** Above this age a loss that repeats is a calendar's, such as a nightly restart. */
  static final Duration HIGHEST_AGE = Duration.ofHours(1);

  /** How many connections another node of our name must have taken. */
  private static final int LEAST_TAKEN = 2;

  /**
   * A connection that is no more.
   *
   * @param age how long it had been up
   * @param taken whether the node, having closed it in order, then said that it holds another
   *     connection of our name: somebody else's
   * @param restarted whether the node that was met next was another incarnation: it had ended
   */
  record Ended(Duration age, LossCause cause, boolean taken, boolean restarted) {

    /** One of which nothing is known yet but its end. */
    Ended(Duration age, LossCause cause) {
      this(age, cause, false, false);
    }

    private boolean wasTakenSoon() {
      return taken && age.compareTo(HIGHEST_AGE) <= 0;
    }

    Ended withTaken() {
      return new Ended(age, cause, true, restarted);
    }

    Ended withRestart() {
      return new Ended(age, cause, taken, true);
    }
  }

  /**
   * The pattern of connections that neither side of ours ended.
   *
   * @param newestFirst at most {@link #REMEMBERED}, all in a row
   */
  static Optional<LossPattern> of(List<Ended> newestFirst) {
    if (newestFirst.stream().filter(Ended::wasTakenSoon).count() >= LEAST_TAKEN) {
      return Optional.of(
          new LossPattern(ConnectCause.DUPLICATE_OWN_NAME, newestFirst.size(), mean(newestFirst)));
    }
    if (newestFirst.size() < LEAST) {
      return Optional.empty();
    }
    List<Ended> last = newestFirst.subList(0, LEAST);
    Duration mean = mean(last);
    if (last.stream().allMatch(ended -> ended.age().compareTo(AT_ONCE) <= 0)) {
      return Optional.of(new LossPattern(ConnectCause.LOST_AT_ONCE, LEAST, mean));
    }
    double tolerance = TOLERANCE * mean.toNanos();
    return mean.compareTo(HIGHEST_AGE) <= 0
            && last.stream().allMatch(e -> Math.abs(e.age().minus(mean).toNanos()) <= tolerance)
        ? Optional.of(new LossPattern(ConnectCause.LOST_AT_ONE_AGE, LEAST, mean))
        : Optional.empty();
  }

  private static Duration mean(List<Ended> ended) {
    return Duration.ofNanos(
        (long) ended.stream().mapToLong(e -> e.age().toNanos()).average().orElse(0));
  }

  LossPattern withLosses(int number) {
    return new LossPattern(cause, number, age);
  }

  /** What was seen, in one line. */
  public String detail() {
    String times = "the connection was lost " + losses + " times in a row";
    return switch (cause) {
      case DUPLICATE_OWN_NAME ->
          times + ", and the node then held one of another node of this one's name";
      case LOST_AT_ONCE -> times + " at once after it came up";
      default -> times + ", each time after about " + ageText();
    };
  }

  private String ageText() {
    long seconds = Math.round(age.toMillis() / 1000.0);
    return seconds < 600 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }
}
