package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.ManualTime;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Time and chance of a simulation: what happens, happens in the order of its time, on one thread at
 * a time, and all chance comes from one seed. What went wrong first ends it. Times are in
 * milliseconds since the begin.
 */
final class Chronicle {

  private record Due(long at, long order, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  final ManualTime time = new ManualTime();
  private final SplittableRandom random;
  private final PriorityQueue<Due> dues = new PriorityQueue<>();
  private final @Nullable StringBuilder story;
  private @Nullable Violation violation;
  private long now;
  private long count;

  /**
   * At the begin.
   *
   * @param told whether to write down what happens
   */
  Chronicle(long seed, boolean told) {
    this.random = new SplittableRandom(seed);
    this.story = told ? new StringBuilder() : null;
  }

  long now() {
    return now;
  }

  void after(long millis, Runnable action) {
    dues.add(new Due(now + millis, count++, action));
  }

  /** Lets time go on; for whoever drives the simulation, or waits in the midst of a sweep. */
  void runFor(long millis) {
    long end = now + millis;
    while (!dues.isEmpty() && dues.peek().at() <= end) {
      Due next = dues.remove();
      goTo(next.at());
      next.action().run();
      if (violation != null) {
        throw violation;
      }
    }
    goTo(end);
  }

  private void goTo(long at) {
    if (at > now) { // a sweep that has taken its time may have gone beyond
      time.advance(Duration.ofMillis(at - now));
      now = at;
    }
  }

  /** Something does not hold that must: told where it cannot be swallowed by who runs it. */
  void violated(String what, Object... args) {
    if (violation == null) {
      violation = new Violation(what.formatted(args));
      tell("VIOLATED: %s", violation.getMessage());
    }
  }

  /** From the first to the last, both included. */
  long between(long first, long last) {
    return random.nextLong(first, last + 1);
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** The random numbers of a part of the simulation. */
  SplittableRandom part() {
    return random.split();
  }

  void tell(String what, Object... args) {
    if (story != null) {
      story.append("%9.3f s  ".formatted(now / 1e3)).append(what.formatted(args)).append('\n');
    }
  }

  /** What has happened, a line each. */
  String story() {
    return story == null ? "" : story.toString();
  }
}
