package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** How many are remembered at most, the newest of them. */
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

    private Pair pair() {
      return Pair.of(from, to);
    }

    private boolean is(Party party) {
      return kind == Join.Kind.NEWCOMER && from.equals(party.name()) && creation == party.creation();
    }
  }

  public JoinHistory {
    attempts = List.copyOf(attempts);
  }

  /** With one more, and without what is too old. */
  public JoinHistory with(Attempt attempt) {
    List<Attempt> kept = new ArrayList<>();
    for (Attempt each : attempts) {
      if (attempt.nanos() - each.nanos() < REMEMBERED.toNanos()) {
        kept.add(each);
      }
    }
    kept.add(attempt);
    return new JoinHistory(
        kept.subList(Math.max(0, kept.size() - MOST), kept.size()), suspended);
  }

  /** Heals are suspended until somebody resumes them. */
  public JoinHistory suspend() {
    return new JoinHistory(attempts, true);
  }

  /** Somebody has resumed: no heal of before counts. */
  public JoinHistory resume() {
    return new JoinHistory(
        attempts.stream().filter(attempt -> !attempt.kind().heals()).toList(), false);
  }

  /** Whether this incarnation was joined as a newcomer: it is none any more. */
  boolean hasJoined(Party party) {
    return attempts.stream().anyMatch(attempt -> attempt.is(party) && attempt.joined());
  }

  /** How many newcomers were joined, or tried to, in the last minute. */
  int newcomers(long nanos) {
    return (int) lately(nanos, MINUTE, attempt -> !attempt.kind().heals()).count();
  }

  /** How long until the oldest newcomer of the last minute is older. */
  Duration untilFewerNewcomers(long nanos) {
    return lately(nanos, MINUTE, attempt -> !attempt.kind().heals())
        .findFirst()
        .map(attempt -> left(attempt, MINUTE, nanos))
        .orElse(Duration.ZERO);
  }

  /** How long a newcomer waits that was tried in vain: 5 s, and then twice as long each time. */
  Duration untilRetried(Party party, long nanos) {
    return untilNext(attempt -> attempt.is(party), RETRY, MINUTE, nanos);
  }

  /** How long until another heal may be: one a minute, of one pair after twice as long each time. */
  Duration untilHealed(Pair pair, long nanos) {
    Duration any = last(attempt -> attempt.kind().heals(), MINUTE, nanos);
    Duration same =
        untilNext(
            attempt -> attempt.kind().heals() && attempt.pair().equals(pair),
            MINUTE,
            REMEMBERED,
            nanos);
    return any.compareTo(same) > 0 ? any : same;
  }

  /** How many heals of a pair are remembered. */
  int heals(Pair pair) {
    return (int)
        attempts.stream()
            .filter(attempt -> attempt.kind().heals() && attempt.pair().equals(pair))
            .count();
  }

  private Duration untilNext(
      Predicate<Attempt> which, Duration first, Duration most, long nanos) {
    int times = (int) attempts.stream().filter(which).count();
    if (times == 0) {
      return Duration.ZERO;
    }
    Duration doubled = first.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
    return last(which, doubled.compareTo(most) < 0 ? doubled : most, nanos);
  }

  private Duration last(Predicate<Attempt> which, Duration wait, long nanos) {
    return attempts.reversed().stream()
        .filter(which)
        .findFirst()
        .map(attempt -> left(attempt, wait, nanos))
        .orElse(Duration.ZERO);
  }

  private Stream<Attempt> lately(long nanos, Duration age, Predicate<Attempt> which) {
    return attempts.stream()
        .filter(which)
        .filter(attempt -> nanos - attempt.nanos() < age.toNanos());
  }

  private static Duration left(Attempt attempt, Duration wait, long nanos) {
    Duration left = wait.minusNanos(nanos - attempt.nanos());
    return left.isNegative() ? Duration.ZERO : left;
  }
}
