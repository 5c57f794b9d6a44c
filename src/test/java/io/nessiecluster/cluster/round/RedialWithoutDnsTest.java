package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A query without an answer stops no dial, and no clock of grace runs meanwhile. */
class RedialWithoutDnsTest {

  private static final Duration GRACE = Duration.ofSeconds(60);

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();
  private final List<NodeName> disconnected = new CopyOnWriteArrayList<>();
  private Discovery discovery;

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"NO_DATA", "NXDOMAIN"},
      mode = EnumSource.Mode.EXCLUDE)
  void aLostNodeIsDialledAgainThoughTheDnsFails(Reason reason) throws Exception {
    discovery = fixture.named(2, 3, 4).start();
    fixture.round();
    fail(reason);
    fixture.round();
    lose(3);

    DiscoveryResult result = fixture.round();

    assertThat(result.nodes()).containsExactlyInAnyOrder(SELF, peer(2), peer(3), peer(4));
    assertThat(fixture.known(peer(3)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aNodeThatCannotBeConnectedIsTriedInEachRoundAndItsFailuresAreTold() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.CONNECTION_REFUSED);
    discovery = fixture.named(2).start();
    fixture.round();
    fail(Reason.TIMEOUT);

    assertThat(fixture.round().errors()).hasSize(1);
    assertThat(fixture.round().errors()).hasSize(1);
    assertThat(fixture.known(peer(2)).failures()).isEqualTo(3);
  }

  @Test
  void aNodeThatAPartOfAnAnswerLeavesOutIsDialledTooAndNeverGone() throws Exception {
    discovery = fixture.named(2, 3).start();
    fixture.round();
    lose(3);
    fixture.lookup.outcome(
        QUERY,
        RecordType.A,
        new PartialAnswer(
            List.of("10.0.0.2", "10.0.0.4"),
            Duration.ofSeconds(5),
            new NoAnswer(Reason.TRUNCATED, "cut short")));

    assertThat(fixture.round().nodes()).containsExactlyInAnyOrder(SELF, peer(2), peer(3), peer(4));
    assertThat(fixture.logged("in part, with 2 addresses: dns_truncated")).hasSize(1);
    assertThat(discovery.snapshot().conditions())
        .anySatisfy(condition -> assertThat(condition.message()).contains("A: partial"));
  }

  @Test
  void aVanishedNodeIsNotDialledThoughTheDnsFails() throws Exception {
    vanished();
    lose(2);
    fail(Reason.SERVFAIL);
    int dials = fixture.peers.dials().size();

    fixture.round();

    assertThat(fixture.peers.dials()).hasSize(dials);
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);
  }

  @Test
  void theGraceStandsStillWhileTheQuestionHasNoAnswer() throws Exception {
    vanished();
    fixture.time.advance(GRACE.minusSeconds(10));
    fail(Reason.SERVFAIL);
    fixture.round();
    for (int i = 0; i < 3; i++) {
      fixture.time.advance(GRACE);
      fixture.round();
    }
    fixture.lookup.remove(QUERY);
    fixture.round();
    assertThat(disconnected).isEmpty();

    fixture.time.advance(Duration.ofSeconds(10).minusNanos(1));
    fixture.round();
    assertThat(disconnected).isEmpty();

    fixture.time.advance(Duration.ofNanos(1));
    fixture.round();
    assertThat(disconnected).containsExactly(peer(2));
  }

  private void vanished() throws Exception {
    discovery =
        fixture
            .with(
                any -> any.withVanishPolicy(new VanishPolicy.Disconnect(GRACE, disconnected::add)))
            .named(2)
            .start();
    fixture.round();
    fixture.lookup.remove(QUERY);
    fixture.round();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);
  }

  private void lose(int number) {
    fixture.peers.disconnect(peer(number));
    discovery.connectionListener().connectionLost(peer(number), LossCause.CONNECTION_RESET, "cut");
  }

  private void fail(Reason reason) {
    fixture.lookup.fails(QUERY, RecordType.A, reason);
    fixture.lookup.fails(QUERY, RecordType.AAAA, reason);
  }
}
