package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DNS failure is not emptiness. */
class DnsFailureTest {

  private static final NodeName V6 = new NodeName("app@fd00::2");

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void oneTypesFailureKeepsTheOthersAnswer() throws Exception {
    fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    fixture.lookup.addresses(QUERY, RecordType.AAAA, "fd00::2");
    fixture.start();

    DiscoveryResult result = fixture.round();

    assertThat(result.nodes()).containsExactly(SELF, V6);
    assertThat(result.round().orElseThrow().lookups())
        .extracting(lookup -> lookup.type() + " " + lookup.outcome().code())
        .containsExactly("A servfail", "AAAA answer");
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void aFailureNeverVanishesANodeButItsAbsenceDoes(Reason reason) throws Exception {
    fixture.named(2, 3).start();
    fixture.round();

    fixture.lookup.fails(QUERY, RecordType.A, reason);
    fixture.lookup.fails(QUERY, RecordType.AAAA, reason);
    fixture.round();

    NodeState expected = reason.isFailure() ? NodeState.CONNECTED : NodeState.VANISHED;
    assertThat(fixture.known(peer(2)).state()).isEqualTo(expected);
    assertThat(fixture.known(peer(3)).state()).isEqualTo(expected);
    assertThat(fixture.events(ClusterEvent.NodeVanished.class)).hasSize(reason.isFailure() ? 0 : 2);
  }

  @Test
  void onlyAnswersOfItsOwnTypeAndAbsenceTellThatANodeIsGone() throws Exception {
    fixture.named(2, 3).lookup.addresses(QUERY, RecordType.AAAA, "fd00::2");
    fixture.start();
    fixture.round();

    fixture.named(3).lookup.fails(QUERY, RecordType.AAAA, Reason.REFUSED);
    fixture.round();

    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);
    assertThat(fixture.known(peer(3)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(fixture.known(V6).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aTypeThatAlwaysFailsDoesNotLetTheTableGrow() throws Exception {
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.REFUSED);
    Discovery discovery = fixture.named(2).start();

    for (int pod = 2; pod < 30; pod++) { // each replaced by the next, as in a rolling update
      fixture.named(pod).round();
      fixture.peers.disconnect(peer(pod));
      discovery.connectionListener().connectionLost(peer(pod), LossCause.CLOSED_BY_PEER, "gone");
      fixture.time.advance(Duration.ofMinutes(2));
    }
    fixture.round();

    assertThat(discovery.snapshot().nodes()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void aLookupThatThrowsOrReturnsNothingIsANetworkError() throws Exception {
    fixture
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      switch (type) {
                        case A -> throw new IllegalStateException("a bug");
                        case AAAA -> throw new NoClassDefFoundError("a class");
                        case SRV -> {
                          return null;
                        }
                      }
                      throw new AssertionError();
                    }))
        .with(any -> any.withRecordTypes(List.of(RecordType.values())))
        .start();

    DiscoveryRound round = fixture.round().round().orElseThrow();

    assertThat(round.lookups())
        .hasSize(3)
        .allSatisfy(lookup -> assertThat(lookup.outcome().code()).isEqualTo("network_error"));
  }

  @Test
  void aLookupPastTheBoundIsATimeoutAndWhatWasFoundBeforeStands() throws Exception {
    fixture
        .with(any -> any.withLookupTimeout(Duration.ofSeconds(1))) // in which A is answered
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      if (type == RecordType.AAAA) {
                        Thread.currentThread().join(); // until interrupted
                      }
                      return resolver.lookup().lookup(name, type);
                    }))
        .named(2)
        .start();

    DiscoveryResult result = fixture.round();

    assertThat(result.nodes()).containsExactly(SELF, peer(2));
    assertThat(result.round().orElseThrow().lookups())
        .extracting(lookup -> lookup.outcome().code())
        .containsExactly("answer", "timeout");
  }

  @Test
  void aQuestionThatHearsNoInterruptCostsOneThreadHoweverManyRoundsRun() throws Exception {
    FakePeers deaf = new FakePeers(SELF).hangsDeaf(SELF);
    fixture
        .with(any -> any.withLookupTimeout(Duration.ofMillis(20)))
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      try {
                        deaf.connect(SELF, Duration.ZERO);
                      } catch (NodeConnectException e) {
                        throw new AssertionError(e);
                      }
                      return resolver.lookup().lookup(name, type);
                    }))
        .named(2)
        .start();

    for (int i = 0; i < 5; i++) {
      assertThat(fixture.round().round().orElseThrow().lookups())
          .extracting(lookup -> lookup.outcome().code())
          .containsExactly("timeout", "timeout");
    }

    assertThat(deaf.mostUnderWay()).isEqualTo(2); // A and AAAA
    deaf.release();
    fixture.awaitIdle();
    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
  }

  @Test
  void whileEveryLookupFailsTheIntervalDoublesAndTheFirstSuccessResetsIt() throws Exception {
    Discovery discovery =
        fixture
            .with(any -> any.withInterval(INTERVAL).withMaxBackOff(Duration.ofSeconds(15)))
            .named(2)
            .start();
    fixture.awaitIdle();
    fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.TIMEOUT);
    fixture.pollAfter(INTERVAL);

    for (int seconds : new int[] {10, 15, 15}) {
      assertThat(fixture.pollAfter(Duration.ofSeconds(seconds).minusNanos(1))).isFalse();
      assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
    }
    assertThat(discovery.snapshot().failedRounds()).isEqualTo(4);

    fixture.named(2).pollAfter(Duration.ofSeconds(15));
    assertThat(discovery.snapshot().failedRounds()).isZero();
    assertThat(fixture.pollAfter(INTERVAL)).isTrue();
  }

  @Test
  void absenceIsNoFailureAndDoesNotBackOff() throws Exception {
    fixture.with(any -> any.withInterval(INTERVAL)).start();
    fixture.awaitIdle();

    assertThat(fixture.rounds().getFirst().lookups())
        .allSatisfy(lookup -> assertThat(lookup.outcome().code()).isEqualTo("nxdomain"));
    assertThat(fixture.pollAfter(INTERVAL)).isTrue();
  }
}
