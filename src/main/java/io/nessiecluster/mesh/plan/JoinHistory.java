package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What was done before, of the last hour. Immutable.
 *
 * @param attempts the newest last
 * @param suspended whether heals have been suspended, and nobody has resumed them
 */
public record JoinHistory(List<Attempt> attempts, boolean suspended) {

  /** Nothing was done yet. */
  public static final JoinHistory NONE = new JoinHistory(List.of(), false);

  /** How long attempts are remembered: a heal that lasted for so long has lasted. */
  public static final Duration REMEMBERED = Duration.ofHours(1);

  /** How many are remembered at most: the newest, and heals before newcomers. */
  public static final int MOST = 4_096;

  /** How many heals of one pair may come to nothing. */
  static final int HEALS_OF_A_PAIR = 3;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration RETRY = Duration.ofSeconds(5);
  private static final int MOST_DOUBLINGS = 6;

  /**
   * A join that was made, or tried.
   *
   * @param nanos when it ended, on the nano source
   * @param from who was asked
   * @param creation its incarnation
   * @param joined whether the two were connected then
   */
  public record Attempt(
      long nanos, NodeName from, NodeName to, Join.Kind kind, long creation, boolean joined) {

    private boolean heals() {
      return kind.heals();
    }

    private boolean heals(Pair pair) {
      return heals() && Pair.of(from, to).equals(pair);
    }

    private boolean isOf(Party newcomer) {
      return !heals() && from.equals(newcomer.name()) && creation == newcomer.creation();
    }

    /** Of two who have told nothing that is fresh, nothing is to be awaited. */
    private boolean isToldIn(Situation now) {
      List<Long> told =
          Stream.of(from, to)
              .flatMap(node -> Optional.ofNullable(now.parties().get(node)).stream())
              .flatMap(party -> party.toldAt().stream().boxed())
              .toList();
      return told.isEmpty() || told.stream().anyMatch(at -> at - nanos >= 0);
    }

    private boolean isYounger(Duration age, long now) {
      return now - nanos < age.toNanos();
    }
  }

  public JoinHistory {
    attempts = List.copyOf(attempts);
  }

  /** With one more, and without what is too old. */
  public JoinHistory with(Attempt attempt) {
    List<Attempt> kept = new ArrayList<>(remembered(attempt.nanos()).toList());
    kept.add(attempt);
    if (kept.size() > MOST) {
      Attempt first =
          kept.stream().filter(each -> !each.heals()).findFirst().orElse(kept.getFirst());
      boolean _ = kept.remove(first);
    }
    return new JoinHistory(kept, suspended);
  }

  /** Heals are suspended until somebody resumes them. */
  public JoinHistory suspend() {
    return new JoinHistory(attempts, true);
  }

  /** Somebody has resumed: no heal of before counts. */
  public JoinHistory resume() {
    return new JoinHistory(attempts.stream().filter(each -> !each.heals()).toList(), false);
  }

  /**
   * Whether what members have told is of after all joins that were made: of each two, one was asked
   * since. Else a plan would take them for apart, and make the same joins again.
   */
  public boolean isToldIn(Situation now) {
    return attempts.stream().filter(Attempt::joined).allMatch(each -> each.isToldIn(now));
  }

  /** Whether this incarnation was joined as a newcomer: it is none any more. */
  boolean hasJoined(Party party, long nanos) {
    return remembered(nanos).anyMatch(each -> each.joined() && each.isOf(party));
  }

  /** How many newcomers were joined, or tried to, in the last minute. */
  int newcomers(long nanos) {
    return (int) newcomersOfAMinute(nanos).count();
  }

  /** How long until the oldest newcomer of the last minute is older. */
  Duration untilFewerNewcomers(long nanos) {
    return newcomersOfAMinute(nanos)
        .findFirst()
        .map(each -> left(MINUTE, each, nanos))
        .orElse(Duration.ZERO);
  }

  /** How long a newcomer waits that was tried in vain: 5 s, and then twice as long each time. */
  Duration untilRetried(Party party, long nanos) {
    return untilNext(each -> each.isOf(party), RETRY, MINUTE, nanos);
  }

  /**
   * How long until another heal may be: one a minute; of one pair after twice as long each time,
   * whatever came of it.
   */
  Duration untilHealed(Pair pair, long nanos) {
    Duration any = untilNext(Attempt::heals, MINUTE, MINUTE, nanos);
    Duration same = untilNext(each -> each.heals(pair), MINUTE, REMEMBERED, nanos);
    return any.compareTo(same) > 0 ? any : same;
  }

  /**
   * How many heals of a pair were made in the last hour. One that failed is none: it has connected
   * nobody, and so cannot tear anybody off.
   */
  int heals(Pair pair, long nanos) {
    return (int) remembered(nanos).filter(each -> each.joined() && each.heals(pair)).count();
  }

  private Stream<Attempt> remembered(long nanos) {
    return attempts.stream().filter(each -> each.isYounger(REMEMBERED, nanos));
  }

  private Stream<Attempt> newcomersOfAMinute(long nanos) {
    return attempts.stream()
        .filter(each -> !each.heals())
        .filter(each -> each.isYounger(MINUTE, nanos));
  }

  private Duration untilNext(Predicate<Attempt> which, Duration first, Duration most, long nanos) {
    List<Attempt> before = remembered(nanos).filter(which).toList();
    if (before.isEmpty()) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(before.size() - 1, MOST_DOUBLINGS));
    return left(doubled.compareTo(most) < 0 ? doubled : most, before.getLast(), nanos);
  }

  private static Duration left(Duration wait, Attempt attempt, long nanos) {
    return Rules.left(wait, Duration.ofNanos(nanos - attempt.nanos()));
  }
}
