package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.NodeState;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log says a change once. */
class ChangeOnceLogTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void aConnectionIsLoggedOnceHoweverManyRoundsRun() throws Exception {
    fixture.named(2).start();
    rounds(30);

    assertThat(fixture.logged("INFO"))
        .containsExactly("INFO nessie_cluster: connected to " + peer(2));
    assertThat(fixture.logged("WARNING")).isEmpty();
  }

  @Test
  void aConnectionThatTheDistributionReportsTooIsLoggedOnce() throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.peers.script(
        peer(2),
        timeout ->
            discovery
                .connectionListener()
                .connectionUp(
                    peer(2), new NodeConnection(NodeConnection.Direction.OUTBOUND, false)));
    rounds(3);

    assertThat(fixture.logged("connected to")).hasSize(1);
    assertThat(fixture.events(ClusterEvent.NodeConnected.class)).hasSize(1);
  }

  @Test
  void aNodeThatKeepsFailingIsLoggedOnceForItsCauseAndThenEveryTenMinutesWithTheCount()
      throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.NAME_MISMATCH);
    fixture.named(2).start();
    rounds(40);
    fixture.time.advance(Ailments.REPEAT_AFTER.minusMillis(1));
    rounds(1);
    assertThat(fixture.logged("name_mismatch")).hasSize(1);
    fixture.time.advance(Duration.ofMillis(1));
    rounds(40);
    assertThat(fixture.logged("name_mismatch"))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("WARNING")
        .contains("42 times in a row");

    fixture.peers.fails(peer(2), ConnectCause.COOKIE_MISMATCH);
    rounds(2);
    assertThat(fixture.logged("cookie_mismatch")).hasSize(1);

    fixture.peers.succeeds(peer(2));
    rounds(2);
    assertThat(fixture.logged("connected to " + peer(2)))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("again (83 failures before)"));
  }

  @Test
  void aNodeThatIsNotUpYetIsNoWarningUntilThatLasts() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.CONNECTION_REFUSED);
    fixture.named(2).start();
    rounds(2);
    fixture.time.advance(Ailments.PASSES.minusMillis(1));
    rounds(1);
    assertThat(fixture.logged("cannot connect"))
        .singleElement()
        .asString()
        .startsWith("INFO")
        .contains("connection_refused");

    fixture.time.advance(Duration.ofMillis(1));
    rounds(2);

    assertThat(fixture.logged("WARNING"))
        .singleElement()
        .asString()
        .contains("connection_refused", "4 times in a row");
  }

  @Test
  void anotherCauseOfANodeThatHasLongFailedIsAWarningAtOnce() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.EPMD_UNREACHABLE);
    fixture.named(2).start();
    rounds(1);
    fixture.time.advance(Ailments.PASSES);
    rounds(1);
    fixture.peers.fails(peer(2), ConnectCause.NAME_NOT_REGISTERED);
    rounds(1);

    assertThat(fixture.logged("WARNING")).hasSize(2);
  }

  @Test
  void aNodeThatWasConnectedMayBeDownForAWhileAgain() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.CONNECTION_REFUSED);
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    fixture.peers.succeeds(peer(2));
    rounds(1);
    fixture.time.advance(Ailments.PASSES);
    fixture.peers.fails(peer(2), ConnectCause.CONNECTION_REFUSED).disconnect(peer(2));
    discovery
        .connectionListener()
        .connectionLost(peer(2), LossCause.CLOSED_BY_PEER, "the peer closed the connection");
    rounds(1);

    assertThat(fixture.logged("WARNING")).isEmpty();
    assertThat(fixture.logged("INFO nessie_cluster: lost")).hasSize(1);
  }

  @Test
  void aNodeThatStartsIsOneLineWhateverStopsItMeanwhileAndOneOnceItIsConnected() throws Exception {
    fixture.named(2).start();
    for (ConnectCause cause :
        List.of(
            ConnectCause.EPMD_TIMEOUT,
            ConnectCause.EPMD_UNREACHABLE,
            ConnectCause.NAME_NOT_REGISTERED,
            ConnectCause.CONNECTION_REFUSED)) {
      fixture.peers.fails(peer(2), cause);
      rounds(21);
    }
    fixture.peers.succeeds(peer(2));
    rounds(1);

    assertThat(fixture.logged(peer(2).text()))
        .filteredOn(line -> !line.startsWith("DEBUG"))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("INFO"))
        .satisfiesExactly(
            line -> assertThat(line).contains("epmd_timeout"),
            line -> assertThat(line).contains("connected to"));
  }

  @Test
  void aNodeThatEndsInOrderIsOneLineThoughTheDnsNamesItForAWhile() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    end(discovery, ConnectCause.EPMD_UNREACHABLE);
    rounds(3);
    fixture.peers.fails(peer(2), ConnectCause.EPMD_TIMEOUT);
    rounds(3);
    fixture.named();
    rounds(2);

    assertThat(fixture.logged(peer(2).text()))
        .filteredOn(line -> !line.startsWith("DEBUG"))
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).contains("connected to"),
            line -> assertThat(line).startsWith("INFO").contains("lost", "closed_by_peer"));
  }

  @Test
  void oneThatClosedInOrderLongAgoAndFailsNowIsNewsAgain() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    end(discovery, ConnectCause.EPMD_UNREACHABLE);
    fixture.time.advance(Ailments.PASSES);
    rounds(2);

    assertThat(fixture.logged("INFO nessie_cluster: cannot connect")).hasSize(1);
  }

  @Test
  void oneThatEndedInOrderAndStaysAwayIsAWarningAndItsVanishingIsTold() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    end(discovery, ConnectCause.EPMD_UNREACHABLE);
    rounds(1);
    fixture.time.advance(Ailments.PASSES);
    rounds(3);
    assertThat(fixture.logged("WARNING"))
        .singleElement()
        .asString()
        .contains("epmd_unreachable", "2 times in a row");

    fixture.named();
    rounds(1);
    assertThat(fixture.logged("vanished")).singleElement().asString().startsWith("INFO");
  }

  private void end(Discovery discovery, ConnectCause cause) {
    fixture.peers.fails(peer(2), cause).disconnect(peer(2));
    discovery
        .connectionListener()
        .connectionLost(peer(2), LossCause.CLOSED_BY_PEER, "the peer closed the connection");
  }

  @ParameterizedTest
  @EnumSource(
      value = ConnectCause.class,
      names = {"COOKIE_MISMATCH", "NAME_MISMATCH", "NOT_ALLOWED", "TLS_FAILURE", "FOREIGN_NAME"})
  void whatDoesNotPassByItselfIsAWarningAtOnce(ConnectCause cause) throws Exception {
    fixture.peers.fails(peer(2), cause);
    fixture.named(2).start();
    rounds(1);

    assertThat(fixture.logged("WARNING")).hasSize(1);
  }

  @Test
  void whatIsLostAgainAndAgainIsAWarning() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    NodeConnection link = new NodeConnection(NodeConnection.Direction.INBOUND, true);
    for (int i = 0; i < 5; i++) {
      discovery.connectionListener().connectionLost(peer(2), LossCause.CLOSED_BY_PEER, "again");
      discovery.connectionListener().connectionUp(peer(2), link);
    }

    assertThat(fixture.logged("lost").getFirst()).startsWith("INFO");
    assertThat(fixture.logged("lost").getLast()).startsWith("WARNING");
  }

  @Test
  void eachLineTellsItsNodeCauseQueryAndRoundInFields() throws Exception {
    fixture.peers.fails(peer(2), ConnectCause.COOKIE_MISMATCH);
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);
    Queue<Map<String, String>> fields = new ConcurrentLinkedQueue<>();
    fixture
        .named(2, 3)
        .with(
            any ->
                any.withLogger(
                    new ClusterLogger() {
                      @Override
                      public void log(Level level, String message) {
                        throw new AssertionError("without fields: " + message);
                      }

                      @Override
                      public void log(Level level, String message, Map<String, String> all) {
                        fields.add(all);
                      }
                    }))
        .start();
    rounds(1);

    assertThat(fields)
        .contains(
            Map.of("node", peer(2).text(), "cause", "cookie_mismatch", "round", "1"),
            Map.of("node", peer(3).text(), "round", "1"),
            Map.of("query", QUERY, "node", peer(3).text(), "round", "1"),
            Map.of("query", QUERY, "cause", "dns_servfail", "round", "1"));
  }

  @Test
  void aLossIsLoggedOnceWithItsCauseAndTheRecoveryToo() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    fixture.peers.disconnect(peer(2));
    discovery
        .connectionListener()
        .connectionLost(peer(2), LossCause.TICK_TIMEOUT, "silent for 60 s");
    discovery
        .connectionListener()
        .connectionLost(peer(2), LossCause.TICK_TIMEOUT, "silent for 60 s");
    rounds(2);

    assertThat(fixture.logged("lost"))
        .containsExactly(
            "WARNING nessie_cluster: lost " + peer(2) + ": tick_timeout (silent for 60 s)");
    assertThat(fixture.logged("again (1 failures before)")).hasSize(1);
  }

  @Test
  void aLossThatNobodyReportsIsSeenByTheNextRound() throws Exception {
    fixture.named(2).start();
    rounds(1);
    fixture.peers.disconnect(peer(2));
    fixture.peers.fails(peer(2), ConnectCause.CONNECTION_REFUSED);
    rounds(3);

    assertThat(fixture.logged("lost " + peer(2) + ": unknown")).hasSize(1);
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.FAILING);
  }

  @Test
  void aLookupThatKeepsFailingIsLoggedLikewiseAndItsRecoveryOnce() throws Exception {
    fixture.lookup.addresses(QUERY, RecordType.AAAA, "fd00::2");
    fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    fixture.start();
    rounds(20);
    assertThat(fixture.logged("dns_servfail")).hasSize(2);

    fixture.named(2);
    rounds(3);
    assertThat(fixture.logged("answers again"))
        .containsExactly(
            "INFO nessie_cluster: lookup of app.svc A answers again (20 failures before)");
  }

  @Test
  void ourOwnDisconnectIsNoWarning() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    discovery.connectionListener().connectionLost(peer(2), LossCause.DISCONNECTED, "by hand");

    assertThat(fixture.logged("lost")).singleElement().asString().startsWith("INFO");
  }

  @Test
  void aPeerThatComesAndGoesAtWillDoesNotFillTheLog() throws Exception {
    Discovery discovery = fixture.named(2).start();
    rounds(1);
    NodeConnection link = new NodeConnection(NodeConnection.Direction.INBOUND, true);
    for (int i = 0; i < 1_000; i++) {
      discovery.connectionListener().connectionLost(peer(2), LossCause.CLOSED_BY_PEER, "again");
      discovery.connectionListener().connectionUp(peer(2), link);
    }
    assertThat(fixture.logged("closed_by_peer"))
        .hasSizeLessThanOrEqualTo(ChangeLog.CONNECTIONS_PER_SECOND / 2);

    rounds(1);

    assertThat(fixture.logged("lines about connections were left out")).hasSize(1);
  }

  private void rounds(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      fixture.round();
    }
  }
}
