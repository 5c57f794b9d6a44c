package io.nessiecluster.cluster.state;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a node is left alone whose connections do not last. */
class LossesTest {

  private static final NodeName NODE = peer(2);

  private final ManualTime time = new ManualTime();
  private final Losses losses = new Losses(time);

  private void seconds(long seconds) {
    time.advance(Duration.ofSeconds(seconds));
  }

  private static NodeConnection link(boolean displaces) {
    return link(displaces, 0);
  }

  private static NodeConnection link(boolean displaces, long creation) {
    return new NodeConnection(
        NodeConnection.Direction.OUTBOUND, false, displaces, Optional.empty(), creation);
  }

  /** A connection that lasts so long. */
  private void flap(long age, boolean displaces) {
    losses.up(NODE, link(displaces));
    seconds(age);
    losses.lost(NODE, LossCause.CLOSED_BY_PEER);
  }

  private void flap(int times, long age) {
    for (int i = 0; i < times; i++) {
      flap(age, false);
    }
  }

  @Test
  void aLossOrTwoCostNothing() {
    flap(2, 8);
    assertThat(losses.pause(NODE)).isZero();
    assertThat(losses.patterns()).isEmpty();
  }

  @Test
  void eachLossOfAPatternDoublesThePauseUpToItsBound() {
    flap(2, 0);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      flap(0, false);
      pauses.add(losses.pause(NODE).toSeconds());
    }
    assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 60L, 60L, 60L);
    seconds(59);
    assertThat(losses.pause(NODE)).isEqualTo(Duration.ofSeconds(1));
    seconds(1);
    assertThat(losses.pause(NODE)).isZero();
    assertThat(losses.patterns().get(NODE).losses()).isEqualTo(9);
  }

  @Test
  void aNodeThatIsUpForAWhileEachTimeIsLeftAloneForNoLonger() {
    flap(9, 8);
    assertThat(losses.pause(NODE)).isEqualTo(Duration.ofSeconds(8));
  }

  /** As in a rolling restart, over and over. */
  @Test
  void aNodeThatIsRestartedAtOneAgeIsToldButDialledAtOnce() {
    for (int creation = 1; creation <= 5; creation++) {
      losses.up(NODE, link(false, creation));
      seconds(25);
      losses.lost(NODE, LossCause.CLOSED_BY_PEER);
      assertThat(losses.pause(NODE)).isZero();
      assertThat(losses.heldBack(NODE)).isEmpty();
    }
    assertThat(losses.patterns().get(NODE).cause()).isEqualTo(ConnectCause.LOST_AT_ONE_AGE);
  }

  @Test
  void whatLosesTheConnectionsOfOneIncarnationLeavesItAlone() {
    losses.up(NODE, link(false, 1));
    seconds(25);
    losses.lost(NODE, LossCause.CLOSED_BY_PEER);
    for (int i = 0; i < 2; i++) {
      losses.up(NODE, link(false, 2));
      seconds(25);
      losses.lost(NODE, LossCause.CLOSED_BY_PEER);
    }
    assertThat(losses.pause(NODE)).isPositive();
  }

  @Test
  void aNodeThatIsRestartedAsSoonAsItIsUpIsLeftAlone() {
    for (int creation = 1; creation <= 3; creation++) {
      losses.up(NODE, link(false, creation));
      losses.lost(NODE, LossCause.CLOSED_BY_PEER);
    }
    assertThat(losses.pause(NODE)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aConnectionThatLastsIsSoundAgain() {
    flap(6, 8);
    losses.up(NODE, link(false));
    seconds(179);
    losses.settle();
    assertThat(losses.patterns()).containsKey(NODE);

    seconds(2);
    losses.settle();

    assertThat(losses.patterns()).isEmpty();
    losses.lost(NODE, LossCause.CLOSED_BY_PEER);
    assertThat(losses.pause(NODE)).isZero();
  }

  @Test
  void onlyTheLossOfALaterAgeShowsThatAConnectionIsSound() {
    long quarterOfAnHour = 900;
    flap(3, quarterOfAnHour);
    losses.up(NODE, link(false));
    seconds(quarterOfAnHour);
    losses.settle();
    assertThat(losses.patterns()).containsKey(NODE);
    seconds(quarterOfAnHour + 1);
    losses.settle();
    assertThat(losses.patterns()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = LossCause.class,
      names = {"DISCONNECTED", "NODE_STOPPED"})
  void whatWeEndOurselvesIsNoPattern(LossCause ours) {
    for (int i = 0; i < 5; i++) {
      losses.up(NODE, link(false));
      losses.lost(NODE, ours);
    }
    assertThat(losses.patterns()).isEmpty();
    assertThat(losses.pause(NODE)).isZero();
  }

  @Test
  void whatTakesOurConnectionsIsAnotherNodeOfOurName() {
    flap(5, false);
    flap(3, true);
    assertThat(losses.patterns()).isEmpty();

    losses.up(NODE, link(true));

    assertThat(losses.patterns().get(NODE).cause()).isEqualTo(ConnectCause.DUPLICATE_OWN_NAME);
    assertThat(losses.isTakenByOwnName(NODE, LossCause.CLOSED_BY_PEER)).isTrue();
    assertThat(losses.isTakenByOwnName(NODE, LossCause.TICK_TIMEOUT)).isFalse();
  }

  @Test
  void aConnectionThatIsToldTwiceIsOne() {
    for (int i = 0; i < 2; i++) {
      flap(5, false);
      losses.up(NODE, link(false)); // as the list of nodes shows it
      losses.up(NODE, link(true)); // as the distribution tells it, a moment later
    }
    assertThat(losses.patterns().get(NODE).cause()).isEqualTo(ConnectCause.DUPLICATE_OWN_NAME);
  }

  @Test
  void halfOfABrokenConnectionIsNobodyElses() {
    for (int i = 1; i < 6; i++) {
      losses.up(NODE, link(true));
      seconds(10L * i * i);
      losses.lost(NODE, LossCause.TICK_TIMEOUT);
    }
    assertThat(losses.patterns()).isEmpty();
  }

  @Test
  void aNodeThatIsForgottenBeginsAnew() {
    flap(5, 0);
    losses.forget(NODE);
    assertThat(losses.patterns()).isEmpty();
    assertThat(losses.pause(NODE)).isZero();
  }

  /** Whatever happens: never longer than the bound, and never while it is connected. */
  @Property
  void noNodeIsLeftAloneForLong(
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 400) Integer> steps) {
    for (int step : steps) {
      switch (step % 4) {
        case 0 -> losses.up(NODE, link(step % 8 == 0, step % 3));
        case 1 -> losses.lost(NODE, LossCause.values()[step % LossCause.values().length]);
        case 2 -> losses.settle();
        default -> seconds(step);
      }
      assertThat(losses.pause(NODE)).isBetween(Duration.ZERO, Losses.LONGEST_PAUSE);
    }
    losses.up(NODE, link(false));
    assertThat(losses.pause(NODE)).isZero();
  }
}
