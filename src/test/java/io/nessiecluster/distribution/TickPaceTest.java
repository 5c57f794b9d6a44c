package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** How the pace of a link is learnt; any start of the nano source. */
class TickPaceTest {

  private static final long SLOWEST = seconds(15);

  private static long seconds(long number) {
    return Duration.ofSeconds(number).toNanos();
  }

  private static long millis(long number) {
    return Duration.ofMillis(number).toNanos();
  }

  @Property
  void aPeerThatTicksIsTickedAtItsPaceFromItsSecondTickOn(
      @ForAll long base, @ForAll @LongRange(min = 1, max = 60_000) long gapMillis) {
    TickPace pace = new TickPace(base);
    pace.tick(base + seconds(1));
    assertThat(pace.due(base, SLOWEST)).as("nothing is learnt of one").isEqualTo(SLOWEST);

    pace.tick(base + seconds(1) + millis(gapMillis));

    assertThat(pace.due(base, SLOWEST)).isEqualTo(millis(Math.clamp(gapMillis, 250, 15_000)));
  }

  @Property
  void ticksThatCameInABunchAreNoQuickPeer(
      @ForAll long base, @ForAll @LongRange(min = 0, max = 1000) long lateMillis) {
    TickPace pace = new TickPace(base);
    for (int i = 1; i < 6; i++) {
      pace.tick(base + seconds(i) + millis(i == 4 ? lateMillis : 0));
      if (i > 2) {
        assertThat(pace.due(base, SLOWEST)).isGreaterThanOrEqualTo(seconds(1));
      }
    }
  }

  @Example
  void thePaceFollowsAPeerWhoseNetTickTimeIsSetAnew() {
    TickPace pace = new TickPace(0);
    long at = 0;
    for (int seconds : new int[] {2, 2, 2, 2, 5, 5, 5, 1, 1, 1}) {
      at += seconds(seconds);
      pace.tick(at);
    }
    assertThat(pace.due(at, SLOWEST)).isEqualTo(seconds(1));
  }

  @Example
  void aPeerThatWritesNeedNotTickAndIsTickedAllTheSame() {
    TickPace pace = new TickPace(0);
    pace.data(seconds(3));

    assertThat(pace.due(seconds(2), SLOWEST)).isEqualTo(TickPace.BESIDE_DATA);
    assertThat(pace.due(seconds(4), SLOWEST)).as("it was answered").isEqualTo(SLOWEST);
  }

  @Example
  void theGapAroundDataTellsNothing() {
    TickPace pace = new TickPace(0);
    pace.tick(seconds(2));
    pace.data(seconds(3));
    pace.tick(seconds(8));

    assertThat(pace.due(seconds(8), SLOWEST)).isEqualTo(SLOWEST);
  }

  /** A peer is never ticked less often than it ticks, whenever the links are looked at. */
  @Property
  void inTheLongRunAsManyTicksGoOutAsComeIn(
      @ForAll @LongRange(min = 250, max = 15_000) long gapMillis, @ForAll Random random) {
    TickPace pace = new TickPace(0);
    Ticker us = new Ticker(pace, SLOWEST, millis(random.nextLong(250)));
    int in = 0;
    long next = millis(gapMillis);
    long end = millis(gapMillis) * 100;
    for (long now = 0; now < end; now += millis(1)) {
      if (now >= next) {
        pace.tick(now);
        in++;
        next += millis(gapMillis);
      }
      us.look(now);
    }
    assertThat(us.ticks).isBetween(in - 4, in + 4);
  }

  /** Neither noise nor the pace of the other drives two nodes on that both learn. */
  @Property(tries = 200)
  void twoNodesThatBothLearnSettle(
      @ForAll @IntRange(min = 1, max = 15) int quarterA,
      @ForAll @IntRange(min = 1, max = 15) int quarterB,
      @ForAll @IntRange(min = 0, max = 400) int noiseMillis,
      @ForAll Random random) {
    TickPace paceA = new TickPace(0);
    TickPace paceB = new TickPace(0);
    Ticker a = new Ticker(paceA, seconds(quarterA), millis(random.nextLong(250)));
    Ticker b = new Ticker(paceB, seconds(quarterB), millis(random.nextLong(250)));
    Wire toA = new Wire(paceA);
    Wire toB = new Wire(paceB);
    long shorter = seconds(Math.min(quarterA, quarterB));
    long half = 60 * shorter;
    for (long now = 0; now < 2 * half; now += millis(10)) {
      toA.arrive(now);
      toB.arrive(now);
      if (a.look(now)) {
        toB.send(now + millis(random.nextLong(noiseMillis + 1)));
      }
      if (b.look(now)) {
        toA.send(now + millis(random.nextLong(noiseMillis + 1)));
      }
      if (now == half) {
        a.ticks = 0;
        b.ticks = 0;
      }
    }
    assertThat(a.ticks).as("60 quarters of the quicker").isBetween(45, 75);
    assertThat(b.ticks).as("60 quarters of the quicker").isBetween(45, 75);
  }

  /** What the tick timer does with one idle link. */
  private static final class Ticker {
    private final TickPace pace;
    private final long slowest;
    private long nextLook;
    private long lastWrite;
    private int ticks;

    Ticker(TickPace pace, long slowest, long firstLook) {
      this.pace = pace;
      this.slowest = slowest;
      this.nextLook = firstLook;
    }

    boolean look(long now) {
      if (now < nextLook) {
        return false;
      }
      nextLook += TickPace.QUICKEST;
      if (now - lastWrite < pace.due(lastWrite, slowest)) {
        return false;
      }
      pace.ticked(now, lastWrite, slowest);
      lastWrite = now;
      ticks++;
      return true;
    }
  }

  /** Ticks on their way: in order, at most two. */
  private static final class Wire {
    private final TickPace to;
    private final Deque<Long> underWay = new ArrayDeque<>();

    Wire(TickPace to) {
      this.to = to;
    }

    void send(long arrival) {
      underWay.add(underWay.isEmpty() ? arrival : Math.max(arrival, underWay.getLast()));
    }

    void arrive(long now) {
      while (!underWay.isEmpty() && underWay.getFirst() <= now) {
        to.tick(underWay.removeFirst());
      }
    }
  }
}
