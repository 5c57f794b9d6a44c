package io.nessiecluster.distribution;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Virtual time and the one thread of a simulation: what happens, happens in the order of its time,
 * and all chance comes from one seed. The same seed gives the same run, whatever the machine.
 */
final class SimLoop {

  static final long MILLI = 1_000_000;

  /** Something that is to happen, unless it is called off. */
  final class Timer implements Comparable<Timer> {
    private final long at;
    private final long order;
    private final boolean lasting;
    private Runnable action;

    private Timer(long at, boolean lasting, Runnable action) {
      this.at = at;
      this.order = count++;
      this.lasting = lasting;
      this.action = action;
      pending += lasting ? 0 : 1;
    }

    void callOff() {
      if (action != null) {
        action = null;
        pending -= lasting ? 0 : 1;
      }
    }

    private void fire() {
      Runnable due = action;
      callOff();
      if (due != null) {
        now = at;
        due.run();
      }
    }

    @Override
    public int compareTo(Timer other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
    }
  }

  final SplittableRandom random;
  private final StringBuilder trace;
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long now = 1_000_000 * MILLI;
  private long count;
  private int pending;

  /**
   * Begins at a time that is not zero.
   *
   * @param traced whether to write down what happens
   */
  SimLoop(long seed, boolean traced) {
    this.random = new SplittableRandom(seed);
    this.trace = traced ? new StringBuilder() : null;
  }

  long now() {
    return now;
  }

  /** What has yet to happen, beside what lasts for as long as a node or the network does. */
  int pending() {
    return pending;
  }

  Timer in(long nanos, Runnable action) {
    return add(new Timer(now + nanos, false, action));
  }

  /** As {@link #in}, of something that goes on for good. */
  Timer lasting(long nanos, Runnable action) {
    return add(new Timer(now + nanos, true, action));
  }

  private Timer add(Timer timer) {
    timers.add(timer);
    return timer;
  }

  void runFor(long nanos) {
    long end = now + nanos;
    while (!timers.isEmpty() && timers.peek().at <= end) {
      timers.poll().fire();
    }
    now = end;
  }

  /** A time between 0 and so many milliseconds. */
  long upTo(int millis) {
    return random.nextLong(millis * MILLI + 1);
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  void trace(Supplier<String> line) {
    if (trace != null) {
      trace.append("%11.3f ms  ".formatted((now - 1_000_000 * MILLI) / 1e6));
      trace.append(line.get()).append('\n');
    }
  }

  /** What has happened, a line each. */
  String traced() {
    return trace == null ? "" : trace.toString();
  }
}
