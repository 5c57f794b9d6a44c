package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.LinkTable.Turn;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who makes way when dials cross. The own node is m@h; its peers are less or greater. */
class LinkTableTest {

  private static final String LESS = "a@h";
  private static final String GREATER = "z@h";

  private final List<Runnable> events = new ArrayList<>();
  private final LinkTable table =
      new LinkTable("m@h", new LinkEvents(new RecordedLinks(), events::add));
  private final List<Dial> begun = new ArrayList<>();

  private Dial dial(String peer) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), System::nanoTime);
    return table.join(PeerName.parse(peer).orElseThrow(), deadline, begun::add);
  }

  private Dial attempt(String peer) {
    Dial dial = dial(peer);
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Attempt());
    return dial;
  }

  private static Deadline now() {
    return Deadline.in(Duration.ZERO, System::nanoTime);
  }

  @Test
  void aPeerWithoutAnythingIsWelcome() {
    assertThat(table.decide(LESS)).isEqualTo(Verdict.OK);
    assertThat(table.decide("m@h")).as("the own name").isEqualTo(Verdict.NOT_ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {LESS, GREATER})
  void aDialThatThePeerDoesNotKnowOfMakesWay(String peer) throws Exception {
    Dial dial = attempt(peer);

    assertThat(table.decide(peer)).isEqualTo(Verdict.OK);
    assertThat(table.introduce(dial)).isFalse();
    table.makeWay(dial);

    table.inboundEnded(peer); // in vain
    assertThat(table.awaitTurn(dial, now())).isEqualTo(new Turn.Attempt());
    assertThat(table.introduce(dial)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {LESS, GREATER})
  void aDialThatHasWaitedInVainIsNotEndedByAnotherClaimOfTheName(String peer) throws Exception {
    Dial dial = dial(peer);
    assertThat(table.decide(peer)).isEqualTo(Verdict.OK); // claims, and proves nothing
    assertThat(table.awaitTurn(dial, now())).isEqualTo(new Turn.Attempt());

    assertThat(table.decide(peer))
        .isEqualTo(peer.equals(LESS) ? Verdict.NOK : Verdict.OK_SIMULTANEOUS);
    assertThat(table.introduce(dial)).isTrue();
    assertThat(table.hasYielded(dial)).isFalse();
  }

  @Test
  void aDialToALesserNodeWins() {
    Dial dial = attempt(LESS);
    assertThat(table.introduce(dial)).isTrue();
    assertThat(table.decide(LESS)).isEqualTo(Verdict.NOK);
    assertThat(table.hasYielded(dial)).isFalse();
  }

  @Test
  void aDialToAGreaterNodeGoesOnUntilThePeerSaysNokOrProvesTheCookie() {
    Dial dial = attempt(GREATER);
    assertThat(table.introduce(dial)).isTrue();
    assertThat(table.decide(GREATER)).isEqualTo(Verdict.OK_SIMULTANEOUS);
    assertThat(table.hasYielded(dial)).as("a name alone").isFalse();

    table.makeWay(dial); // the peer said nok
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Wait());
  }

  /** Else each of two dials that waited in vain for claims can end for the other's sake. */
  @Test
  void aDialToALesserNodeLetsOneHandshakeGoFirstAndNotTwo() {
    Dial dial = attempt(LESS);
    assertThat(table.decide(LESS)).isEqualTo(Verdict.OK);
    table.makeWay(dial);
    assertThat(table.decide(LESS)).isEqualTo(Verdict.NOK);

    assertThat(table.turn(dial, true)).isEqualTo(new Turn.Attempt());
    assertThat(table.introduce(dial)).isTrue();
    table.inboundEnded(LESS);
    table.finish(dial, Dial.Outcome.stopped());
    assertThat(table.peers()).as("what was answered nok does not count").isEmpty();
  }

  @Test
  void aDialWaitsWhileAHandshakeOfThePeerIsUnderWay() {
    Dial dial = dial(LESS);
    assertThat(table.decide(LESS)).isEqualTo(Verdict.OK);
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Wait());
    table.inboundEnded(LESS);
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Attempt());
  }

  @Test
  void aDialThatNobodyWaitsForHasNoTurn() {
    Dial dial = dial(LESS);
    table.leave(dial);
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Over());
    assertThat(table.introduce(dial)).isFalse();
    assertThat(table.peers()).isEmpty();
  }

  @Test
  void namesCompareByTheBytesOfTheirText() {
    String supplementary = "\ud83d\ude00@h"; // greater than U+FFxx in UTF-8, less in UTF-16
    LinkTable other = new LinkTable("\uff5e@h", new LinkEvents(new RecordedLinks(), events::add));
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), System::nanoTime);
    Dial dial = other.join(PeerName.parse(supplementary).orElseThrow(), deadline, begun::add);
    assertThat(other.turn(dial, false)).isEqualTo(new Turn.Attempt());
    assertThat(other.introduce(dial)).isTrue();
    assertThat(other.decide(supplementary)).isEqualTo(Verdict.OK_SIMULTANEOUS);
  }

  @Test
  void callersShareADialUntilTheLastOneLeaves() {
    Dial dial = dial(LESS);
    assertThat(dial(LESS)).isSameAs(dial);
    table.leave(dial);
    assertThat(dial(LESS)).isSameAs(dial);
    table.leave(dial);
    table.leave(dial);
    assertThat(dial(LESS)).isNotSameAs(dial);
    assertThat(begun).hasSize(2);
  }

  @Test
  void aClosedTableLetsNothingBegin() {
    Dial before = dial(LESS);
    table.close();
    assertThat(before.outcome).isCompletedWithValue(Dial.Outcome.stopped());
    assertThat(dial(GREATER).outcome).isCompletedWithValue(Dial.Outcome.stopped());
    assertThat(table.decide(GREATER)).isEqualTo(Verdict.NOT_ALLOWED);
    assertThat(begun).hasSize(1);
  }

  @Test
  void aListenerThatDoesNotKeepUpStopsDialsOfPeers() {
    LinkEvents full = new LinkEvents(new RecordedLinks(), task -> {});
    LinkTable busy = new LinkTable("m@h", full);
    for (int i = 0; i < 5000; i++) {
      full.refused(null, ConnectFailure.PROTOCOL_ERROR, "garbage");
    }
    assertThat(full.hasRoom()).as("garbage does not fill the queue").isTrue();
    for (int i = 0; i < 5000; i++) {
      full.up(null);
    }
    assertThat(full.hasRoom()).isFalse();
    assertThat(busy.decide(LESS)).isEqualTo(Verdict.NOT_ALLOWED);
  }
}
