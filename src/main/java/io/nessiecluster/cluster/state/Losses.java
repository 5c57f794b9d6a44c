package io.nessiecluster.cluster.state;

import io.nessiecluster.base.Backoff;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How the last connections of each known node ended, the {@link LossPattern} in it, and how long a
 * node with one is left alone. Ages and pauses are of the nano source. Who calls must be the only
 * one.
 */
final class Losses {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

  /** No node is left alone for longer. */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  /** A connection that lasts so long is a sound one, unless the pattern is of a higher age. */
  static final Duration SOUND = LONGEST_PAUSE.multipliedBy(3);

  /** What is remembered of one node. */
  private static final class Log {
    private boolean up;
    private long changed; // when it came up, or was lost
    private long creation; // of the last one; 0 when not known
    private List<LossPattern.Ended> ended = List.of(); // the newest first
    private int inARow; // losses of the pattern
    private @Nullable LossPattern pattern;

    private void judge(int more) {
      LossPattern before = pattern;
      LossPattern next = LossPattern.of(ended).orElse(null);
      if (next == null) {
        pattern = null;
        return;
      }
      boolean same = before != null && before.cause() == next.cause();
      inARow = same ? inARow + more : next.losses();
      pattern = next.withLosses(inARow);
    }

    /** What became known of the last one that ended. */
    private void mark(UnaryOperator<LossPattern.Ended> mark) {
      ended = newest(mark.apply(ended.getFirst()), ended.subList(1, ended.size()));
    }

    /** Whether it was the node that ended, each time: of the last loss nobody knows yet. */
    private boolean wasRestarted() {
      return ended.size() > 1 && ended.stream().skip(1).allMatch(LossPattern.Ended::restarted);
    }
  }

  private final LongSupplier nanoTime;
  private final Map<NodeName, Log> logs = new HashMap<>();
  private final Map<NodeName, LossPattern> patterns = new TreeMap<>();

  Losses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A connection is up; told again, by who has it from a list and by who made it, it is the same.
   */
  void up(NodeName node, NodeConnection connection) {
    Log log = logs.computeIfAbsent(node, any -> new Log());
    if (connection.displaces() && !log.ended.isEmpty()) {
      LossPattern.Ended last = log.ended.getFirst();
      if (isOrderly(last.cause())
          && !last.taken()) { // else the node held the other half of a broken connection
        log.mark(LossPattern.Ended::withTaken);
        log.judge(0);
      }
    }
    if (connection.creation() != 0) {
      if (log.creation != 0 && log.creation != connection.creation() && !log.ended.isEmpty()) {
        log.mark(LossPattern.Ended::withRestart);
      }
      log.creation = connection.creation();
    }
    if (!log.up) {
      log.up = true;
      log.changed = nanoTime.getAsLong();
    }
    show(node, log);
  }

  /**
   * A connection is lost.
   *
   * @return the pattern that it belongs to
   */
  Optional<LossPattern> lost(NodeName node, LossCause cause) {
    Log log = logs.computeIfAbsent(node, any -> new Log());
    long now = nanoTime.getAsLong();
    Duration age = Duration.ofNanos(log.up ? now - log.changed : 0);
    boolean lasted = log.pattern != null && age.compareTo(sound(log.pattern)) > 0;
    if (isOurs(cause) || lasted) {
      log.ended = List.of();
    }
    if (!isOurs(cause)) {
      log.ended = newest(new LossPattern.Ended(age, cause), log.ended);
    }
    log.judge(1);
    log.up = false;
    log.changed = now;
    show(node, log);
    return Optional.ofNullable(log.pattern);
  }

  /** Whether a loss of this cause now is one more that another node of our name brought about. */
  boolean isTakenByOwnName(NodeName node, LossCause cause) {
    LossPattern pattern = patterns.get(node);
    return pattern != null
        && pattern.cause() == ConnectCause.DUPLICATE_OWN_NAME
        && isOrderly(cause);
  }

  /** Why the node is not to be dialled at this moment; empty when it may be. */
  Optional<NodeConnectError> heldBack(NodeName node) {
    LossPattern pattern = patterns.get(node);
    Duration pause = pause(node);
    if (pattern == null || pause.isZero()) {
      return Optional.empty();
    }
    String detail = pattern.detail() + "; dialled again in " + (1 + pause.toSeconds()) + " s";
    return Optional.of(new NodeConnectError(node, pattern.cause(), detail));
  }

  /**
   * How long the node is not to be dialled; zero when it may be. One that is restarted at one age
   * is told, as any, but not left alone: it is the restart that ends its connections.
   */
  Duration pause(NodeName node) {
    Log log = logs.get(node);
    if (log == null || log.up || log.pattern == null) {
      return Duration.ZERO;
    }
    LossPattern pattern = log.pattern;
    if (pattern.cause() == ConnectCause.LOST_AT_ONE_AGE && log.wasRestarted()) {
      return Duration.ZERO;
    }
    // What is up for a while each time is worth as long a wait, and no longer one.
    Duration longest =
        pattern.cause() == ConnectCause.LOST_AT_ONE_AGE
                && pattern.age().compareTo(LONGEST_PAUSE) < 0
            ? pattern.age()
            : LONGEST_PAUSE;
    Duration pause = new Backoff(FIRST_PAUSE, longest).delay(pattern.losses() - LossPattern.LEAST);
    Duration left = pause.minusNanos(nanoTime.getAsLong() - log.changed);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** The patterns of this moment, by node. */
  Map<NodeName, LossPattern> patterns() {
    return patterns;
  }

  /** Connections that have lasted are sound again. */
  void settle() {
    if (patterns.isEmpty()) { // the rule
      return;
    }
    long now = nanoTime.getAsLong();
    for (NodeName node : List.copyOf(patterns.keySet())) {
      Log log = logs.get(node);
      if (log != null
          && log.up
          && log.pattern != null
          && Duration.ofNanos(now - log.changed).compareTo(sound(log.pattern)) > 0) {
        log.ended = List.of();
        log.judge(0);
        show(node, log);
      }
    }
  }

  /** The node is known no more. */
  void forget(NodeName node) {
    logs.remove(node);
    patterns.remove(node);
  }

  private void show(NodeName node, Log log) {
    if (log.pattern == null) {
      patterns.remove(node);
    } else {
      patterns.put(node, log.pattern);
    }
  }

  private static List<LossPattern.Ended> newest(
      LossPattern.Ended first, List<LossPattern.Ended> others) {
    List<LossPattern.Ended> all = new ArrayList<>(LossPattern.REMEMBERED);
    all.add(first);
    all.addAll(others.subList(0, Math.min(others.size(), LossPattern.REMEMBERED - 1)));
    return List.copyOf(all);
  }

  private static Duration sound(LossPattern pattern) {
    Duration twice = pattern.age().multipliedBy(2);
    return twice.compareTo(SOUND) > 0 ? twice : SOUND;
  }

  private static boolean isOrderly(LossCause cause) {
    return cause == LossCause.CLOSED_BY_PEER || cause == LossCause.DUPLICATE_OWN_NAME;
  }

  private static boolean isOurs(LossCause cause) {
    return cause == LossCause.DISCONNECTED || cause == LossCause.NODE_STOPPED;
  }
}
