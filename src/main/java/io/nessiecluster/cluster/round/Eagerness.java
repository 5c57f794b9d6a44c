package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.cluster.ClusterEvent;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * For how long rounds follow each second: a while after each piece of news, for a change seldom
 * comes alone. What goes on as it is, a failure for one, is no news; and news without end, as of a
 * node that comes and goes, buys so many rounds and then one more in each interval. Who calls must
 * be the only one.
 */
final class Eagerness {

  /** For how long after the last news. */
  static final Duration LASTS = Duration.ofSeconds(30);

  /** From the end of a round to the start of the next, at least. */
  static final Duration LEAST_DELAY = Duration.ofMillis(900);

  /** The same at most: a random part lies between them, as of the interval. */
  static final Duration MOST_DELAY = Duration.ofSeconds(1);

  /** How many rounds news may buy at once: some five minutes of them. */
  static final int MOST_AT_ONCE = 300;

  private final Duration interval;
  private final Duration mostDebt;
  private final LongSupplier nanoTime;
  private Deadline end;
  private Deadline paidOff; // when rounds that are one interval apart have caught up

  /**
   * Nothing is new.
   *
   * @param interval in which news without end buys one more round
   */
  Eagerness(Duration interval, LongSupplier nanoTime) {
    this.interval = interval;
    this.mostDebt = interval.multipliedBy(MOST_AT_ONCE);
    this.nanoTime = nanoTime;
    this.end = Deadline.in(Duration.ZERO, nanoTime);
    this.paidOff = end;
  }

  /**
   * Whether this tells that something has changed, so that more may: what the DNS says, a link, or
   * that something fails which did not.
   */
  static boolean isNews(ClusterEvent event) {
    return switch (event) {
      case ClusterEvent.NodeDiscovered _,
          ClusterEvent.NodeVanished _,
          ClusterEvent.NodeConnected _,
          ClusterEvent.NodeLost _,
          ClusterEvent.DnsRecovered _ ->
          true;
      case ClusterEvent.NodeFailing failing -> failing.failures() == 1;
      case ClusterEvent.DnsFailing failing -> failing.failures() == 1;
      case ClusterEvent.NodeNamed _, // and is connected, which is told as well
          ClusterEvent.RoundCompleted _,
          ClusterEvent.ActedByHand _,
          ClusterEvent.MeshEvent _ ->
          false;
    };
  }

  /** The delay between two rounds while it lasts. */
  static Duration delay(RandomGenerator random) {
    long spread = MOST_DELAY.minus(LEAST_DELAY).toNanos();
    return LEAST_DELAY.plusNanos((long) (spread * random.nextDouble()));
  }

  /** There is news. */
  void begin() {
    end = Deadline.in(LASTS, nanoTime);
  }

  /** Takes one of the rounds that news has bought; returns whether there was one left. */
  boolean take() {
    Duration debt = paidOff.left().plus(interval);
    if (end.passed() || debt.compareTo(mostDebt) > 0) {
      return false;
    }
    paidOff = Deadline.in(debt, nanoTime);
    return true;
  }
}
