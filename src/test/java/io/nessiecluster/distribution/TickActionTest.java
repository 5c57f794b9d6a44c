package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.transport.OutboundQueue;
import java.time.Duration;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Times in units of a quarter of the net-ticktime; any start of the nano source. */
class TickActionTest {

  private static final long QUARTER = 250;
  private static final long TICK_TIME = 4 * QUARTER;
  private static final long NOW = 5000;

  private static TickAction watch(long base, long lastRead, boolean writing, long since) {
    return TickAction.of(
        new TickAction.Look(base + NOW, base, TICK_TIME),
        base + lastRead,
        new OutboundQueue.Activity(writing, base + since),
        QUARTER);
  }

  @Property
  void aLinkOnWhichNothingWasWrittenForTheIntervalIsTicked(
      @ForAll long base, @ForAll @LongRange(min = 0, max = NOW) long written) {
    boolean idle = written <= NOW - QUARTER;
    assertThat(watch(base, NOW, false, written))
        .isEqualTo(idle ? TickAction.SEND_TICK : TickAction.CONTENT);
  }

  @Property
  void aPeerIsLostOnceItIsSilentForMoreThanTheNetTickTime(
      @ForAll long base, @ForAll @LongRange(min = 0, max = NOW) long lastRead) {
    boolean silent = NOW - lastRead > TICK_TIME;
    assertThat(watch(base, lastRead, false, NOW) == TickAction.TICK_TIMEOUT).isEqualTo(silent);
  }

  @Property
  void aWriteIsStalledOnceItLastsLongerThanTheNetTickTime(
      @ForAll long base, @ForAll @LongRange(min = 0, max = NOW) long began) {
    boolean stalled = NOW - began > TICK_TIME;
    assertThat(watch(base, NOW, true, began))
        .isEqualTo(stalled ? TickAction.WRITE_STALLED : TickAction.CONTENT);
  }

  @Example
  void aNodeThatWasItselfSuspendedBlamesNobody() {
    OutboundQueue.Activity idle = new OutboundQueue.Activity(false, 0);
    long awake = 9000 - TICK_TIME + QUARTER;
    assertThat(TickAction.of(new TickAction.Look(9000, awake, TICK_TIME), 240, idle, QUARTER))
        .isEqualTo(TickAction.SEND_TICK);
    assertThat(
            TickAction.of(
                new TickAction.Look(9001 + QUARTER, awake, TICK_TIME), 240, idle, QUARTER))
        .isEqualTo(TickAction.TICK_TIMEOUT);
  }

  @Example
  void aLinkIsTickedAsABeamAtItsDefaultsDoesHoweverLongTheOwnNetTickTimeIs() {
    assertThat(TickAction.Look.slowestTicks(Duration.ofSeconds(8).toNanos()))
        .isEqualTo(Duration.ofSeconds(2).toNanos());
    assertThat(TickAction.Look.slowestTicks(Duration.ofHours(1).toNanos()))
        .isEqualTo(Duration.ofSeconds(15).toNanos());
  }
}
