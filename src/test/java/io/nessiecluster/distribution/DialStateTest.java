package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.DialState.Approaching;
import io.nessiecluster.distribution.DialState.Attempt;
import io.nessiecluster.distribution.DialState.Crossing;
import io.nessiecluster.distribution.DialState.Expecting;
import io.nessiecluster.distribution.DialState.Fresh;
import io.nessiecluster.distribution.DialState.HoldingBack;
import io.nessiecluster.distribution.DialState.Insisting;
import io.nessiecluster.distribution.DialState.Introduced;
import io.nessiecluster.distribution.DialState.Waiting;
import io.nessiecluster.distribution.DialState.Yielded;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table in the Javadoc of {@link DialState}, cell by cell. */
class DialStateTest {

  private static final List<HoldingBack> PATIENT =
      List.of(new Waiting(), new Expecting(false), new Expecting(true));

  @Test
  void aDialThatThePeerDoesNotKnowOfMakesWayWhateverTheNames() {
    assertMeets(new Fresh(), Verdict.OK, new Waiting(), Verdict.OK, new Waiting());
    assertMeets(new Approaching(), Verdict.OK, new Yielded(), Verdict.OK, new Yielded());
  }

  @Test
  void theGreaterNameLetsOneHandshakeGoFirstAndNotTwo() {
    assertMeets(new Waiting(), Verdict.NOK, new Waiting(), Verdict.OK, new Waiting());
    assertMeets(new Yielded(), Verdict.NOK, new Yielded(), Verdict.OK, new Yielded());
    assertMeets(
        new Expecting(false), Verdict.NOK, new Expecting(false), Verdict.OK, new Expecting(false));
  }

  @Test
  void noNameEndsAnAttemptThatThePeerKnowsOf() {
    for (DialState same : List.of(new Introduced(), new Insisting(), new Expecting(true))) {
      assertMeets(same, Verdict.NOK, same, Verdict.OK_SIMULTANEOUS, same);
    }
  }

  private static void assertMeets(
      DialState state, Verdict greater, DialState then, Verdict less, DialState otherwise) {
    assertThat(state.meet(true)).as("greater").isEqualTo(new Crossing(greater, then));
    assertThat(state.meet(false)).as("less").isEqualTo(new Crossing(less, otherwise));
  }

  @Test
  void aDialWaitsForHandshakesThatAreUnderWayAlone() {
    assertThat(new Fresh().next(0, false)).isEqualTo(new Approaching());
    assertThat(new Waiting().next(1, false)).isNull();
    assertThat(new Waiting().next(0, false)).isEqualTo(new Approaching());
  }

  @Test
  void aDialThatWasToGoSecondWaitsForThePeersDialToCome() {
    assertThat(new Expecting(false).next(0, false)).isNull();
    assertThat(new Expecting(true).next(1, false)).isNull();
  }

  @Test
  void whoHasWaitedInVainInsists() {
    for (HoldingBack state : PATIENT) {
      assertThat(state.next(1, true)).as("%s", state).isEqualTo(new Insisting());
    }
  }

  @Test
  void onlyADialThatYieldedDoesNotIntroduceItself() {
    assertThat(new Approaching().introduce()).isEqualTo(new Introduced());
    for (Attempt same : List.of(new Introduced(), new Insisting(), new Yielded())) {
      assertThat(same.introduce()).isEqualTo(same);
    }
  }

  @Test
  void whoInsistedOnceInsistsForGood() {
    assertThat(new Introduced().makeWay()).isEqualTo(new Expecting(false));
    assertThat(new Yielded().makeWay()).isEqualTo(new Expecting(false));
    assertThat(new Insisting().makeWay()).isEqualTo(new Expecting(true));
  }
}
