package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.transport.OutboundQueue;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Times in units of a quarter of the net-ticktime; any start of the nano source. */
class TickActionTest {

  private static final long QUARTER = 250;
  private static final long TICK_TIME = 4 * QUARTER;

  private static TickAction watch(long base, long now, long lastRead, boolean writing, long since) {
    return TickAction.of(
        base + now,
        base + now - QUARTER,
        base + lastRead,
        new OutboundQueue.Activity(writing, base + since),
        TICK_TIME);
  }

  @Property
  void aLinkOnWhichNothingWasWrittenSinceTheLastLookIsTicked(
      @ForAll long base, @ForAll @LongRange(min = 0, max = 5000) long written) {
    long now = 5000;
    boolean idle = written <= now - QUARTER;
    assertThat(watch(base, now, now, false, written))
        .isEqualTo(idle ? TickAction.SEND_TICK : TickAction.CONTENT);
  }

  @Property
  void aPeerIsLostOnceItIsSilentForMoreThanTheNetTickTime(
      @ForAll long base, @ForAll @LongRange(min = 0, max = 5000) long lastRead) {
    long now = 5000;
    boolean silent = now - lastRead > TICK_TIME;
    assertThat(watch(base, now, lastRead, false, now) == TickAction.TICK_TIMEOUT).isEqualTo(silent);
  }

  @Property
  void aWriteIsStalledOnceItLastsLongerThanTheNetTickTime(
      @ForAll long base, @ForAll @LongRange(min = 0, max = 5000) long began) {
    long now = 5000;
    boolean stalled = now - began > TICK_TIME;
    assertThat(watch(base, now, now, true, began))
        .isEqualTo(stalled ? TickAction.WRITE_STALLED : TickAction.CONTENT);
  }

  @Example
  void aNodeThatWasItselfSuspendedBlamesNobody() {
    OutboundQueue.Activity idle = new OutboundQueue.Activity(false, 0);
    assertThat(TickAction.of(9000, 250, 240, idle, TICK_TIME)).isEqualTo(TickAction.SEND_TICK);
    assertThat(TickAction.of(9250, 9000, 240, idle, TICK_TIME)).isEqualTo(TickAction.TICK_TIMEOUT);
  }
}
