package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.LinkTable.Turn;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who makes way when a dial at a target crosses one from there. The own node is m@h; the peer's
 * basename says nothing of which name is greater, its whole name does.
 */
class TargetTableTest {

  private static final InetAddress THERE = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("10.0.0.2");
  private static final String LESS = "app@a";
  private static final String GREATER = "zoo@z";

  private final LinkTable table =
      new LinkTable(
          "m@h",
          new LinkEvents(new RecordedLinks(), new ArrayList<Runnable>()::add),
          CrossingRule.NET_KERNEL,
          PeerNaming.BY_PEER,
          NodeLimits.DEFAULT.inboundLinks());

  private Dial dial(String target) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), System::nanoTime);
    Dial dial =
        new Dial(
            PeerName.parse(target).orElseThrow(), Target.parse(target).orElseThrow(), deadline);
    return table.join(dial, _ -> {});
  }

  private Dial introduced(String target) {
    Dial dial = dial(target);
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Attempt());
    assertThat(table.introduce(dial)).isTrue();
    return dial;
  }

  private Verdict decide(String peer, InetAddress from) {
    return table.decide(peer, from).verdict();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app@10.0.0.1", "*@10.0.0.1"})
  void theGreaterOfTheRealNamesGoesFirst(String target) {
    introduced(target);
    assertThat(decide(LESS, THERE)).isEqualTo(Verdict.NOK);
  }

  @ParameterizedTest
  @ValueSource(strings = {"zoo@10.0.0.1", "*@10.0.0.1"})
  void theLesserOfTheRealNamesMakesWayOnceThePeerSaysSo(String target) {
    Dial dial = introduced(target);
    assertThat(decide(GREATER, THERE)).isEqualTo(Verdict.OK_SIMULTANEOUS);
    assertThat(table.hasYielded(dial)).as("a name alone").isFalse();
    table.makeWay(dial); // the peer said nok
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Wait());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app@10.0.0.1", "*@10.0.0.1"})
  void aDialWaitsWhileAHandshakeFromThereIsUnderWay(String target) {
    Peers.Inbound inbound = table.decide(LESS, THERE);
    Dial dial = dial(target);
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Wait());
    table.inboundEnded(inbound.key());
    assertThat(table.turn(dial, false)).isEqualTo(new Turn.Attempt());
    table.leave(dial);
    assertThat(table.peers()).isEmpty();
  }

  @Test
  void whoClaimsTheNameFromElsewhereHoldsNothingBack() {
    for (String target : List.of("app@10.0.0.1", "*@10.0.0.1")) {
      Dial before = dial(target);
      assertThat(decide("app@10.0.0.1", ELSEWHERE)).isEqualTo(Verdict.OK);
      assertThat(decide(LESS, ELSEWHERE)).isEqualTo(Verdict.OK);
      assertThat(table.turn(before, false)).isEqualTo(new Turn.Attempt());
      assertThat(table.introduce(before)).isTrue();
      assertThat(decide(LESS, ELSEWHERE)).isEqualTo(Verdict.OK);
      assertThat(table.hasYielded(before)).isFalse();
    }
  }

  @Test
  void norDoesAnotherBasenameFromThere() {
    Dial dial = introduced("app@10.0.0.1");
    assertThat(decide("zoo@10.0.0.1", THERE)).isEqualTo(Verdict.OK);
    assertThat(decide("*@h", THERE)).as("a basename that nobody asks for").isEqualTo(Verdict.OK);
    assertThat(table.hasYielded(dial)).isFalse();
  }

  @Test
  void whateverHasEndedIsForgotten() {
    List<PeerKey> keys = new ArrayList<>();
    Dial any = introduced("*@10.0.0.1");
    keys.add(table.decide(GREATER, THERE).key());
    keys.add(table.decide(GREATER, ELSEWHERE).key());
    table.finish(any, Dial.Outcome.stopped());
    keys.add(table.decide(GREATER, THERE).key());
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(table.peers()).hasSize(3);
    keys.forEach(table::inboundEnded);
    assertThat(table.peers()).isEmpty();
  }

  @Test
  void callersOfOneTargetShareADial() {
    assertThat(dial("app@fd00::1")).isSameAs(dial("app@fd00:0:0::1"));
    assertThat(dial("app@fd00::1")).isNotSameAs(dial("*@fd00::1"));
  }
}
