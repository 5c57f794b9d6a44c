package io.nessiecluster.mesh.plan;

import io.nessiecluster.mesh.Pair;
import java.time.Duration;
import java.util.Optional;

/**
 * How many joins may be made, and how soon after each other: the rule {@code TOO_OFTEN}. For one
 * plan, whose joins it counts.
 */
final class Pace {

  /** How many islands are one heal at most, or missing links within islands. */
  static final int TOGETHER = 8;

  private final JoinHistory history;
  private final int mostPerMinute;
  private final long nanos;
  private final Optional<Pair> wanted;
  private final int newcomersBefore;
  private int newcomers;
  private int islands;
  private int links;

  /**
   * The pace of a plan without joins.
   *
   * @param mostPerMinute of newcomers
   * @param wanted a pair that is asked for by hand: no other one of the plan comes before it
   */
  Pace(JoinHistory history, int mostPerMinute, long nanos, Optional<Pair> wanted) {
    this.history = history;
    this.mostPerMinute = mostPerMinute;
    this.nanos = nanos;
    this.wanted = wanted;
    this.newcomersBefore = history.newcomers(nanos);
  }

  /** A join is planned. */
  void count(Join.Kind kind) {
    switch (kind) {
      case NEWCOMER -> newcomers++;
      case ISLAND -> islands++;
      case LINK -> links++;
    }
  }

  /** Why not yet. */
  Optional<String> tooOften(Candidate candidate) {
    return candidate.kind().heals() ? healsTooOften(candidate) : joinsTooOften(candidate);
  }

  private Optional<String> healsTooOften(Candidate candidate) {
    boolean isLink = candidate.kind() == Join.Kind.LINK;
    int others = newcomers + (isLink ? islands : links);
    boolean isFull = (isLink ? links : islands) >= TOGETHER;
    if ((others > 0 || isFull) && !isWanted(candidate)) {
      return Optional.of("one heal at a time: others come first");
    }
    Duration left = untilAllowed(candidate);
    return left.isPositive()
        ? Optional.of(
            "another heal was a short while ago; it takes %s more".formatted(Rules.seconds(left)))
        : Optional.empty();
  }

  private Optional<String> joinsTooOften(Candidate candidate) {
    Duration left = history.untilRetried(candidate.from(), nanos);
    if (left.isPositive()) {
      return Optional.of("it was tried in vain; again in " + Rules.seconds(left));
    }
    int before = newcomersBefore + (isWanted(candidate) ? 0 : newcomers);
    return before < mostPerMinute
        ? Optional.empty()
        : Optional.of("%d newcomers in a minute are as many as may be".formatted(mostPerMinute));
  }

  private boolean isWanted(Candidate candidate) {
    return wanted.filter(candidate.pair()::equals).isPresent();
  }

  /** How long it takes until the pace allows the join, as far as the time before is concerned. */
  Duration untilAllowed(Candidate candidate) {
    if (candidate.kind().heals()) {
      return history.untilHealed(candidate.pair(), nanos);
    }
    Duration retried = history.untilRetried(candidate.from(), nanos);
    return retried.isPositive() || newcomersBefore < mostPerMinute
        ? retried
        : history.untilFewerNewcomers(nanos);
  }
}
