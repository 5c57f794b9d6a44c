package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.BeamsFixture.FIRST;
import static io.nessiecluster.cluster.round.BeamsFixture.RABBIT_0;
import static io.nessiecluster.cluster.round.BeamsFixture.RABBIT_1;
import static io.nessiecluster.cluster.round.BeamsFixture.SECOND;
import static io.nessiecluster.cluster.round.BeamsFixture.target;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that are called what they call themselves, wherever the DNS says that they are. */
class OwnNamesTest {

  private static final Duration GRACE = Duration.ofSeconds(60);

  private final BeamsFixture fixture = new BeamsFixture(true);

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void aNodeIsWhatItCallsItselfAndIsNotDialledAgain() throws Exception {
    fixture.beams.start(RABBIT_0, FIRST);
    fixture.start("rabbit", FIRST);
    fixture.world.round();
    fixture.world.round();

    assertThat(fixture.beams.dials()).containsExactly(target(FIRST));
    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state, KnownNode::discoveredBy)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), Optional.of(FIRST), NodeState.CONNECTED, Set.of(QUERY)));
  }

  @Test
  void untilItIsMetItIsCalledByItsTargetAndWhatIsKnownOfThatBecomesItsOwn() throws Exception {
    fixture.start("rabbit", FIRST);
    fixture.world.round();
    assertThat(fixture.world.known(target(FIRST)).state()).isEqualTo(NodeState.FAILING);

    fixture.beams.start(RABBIT_0, FIRST);
    fixture.world.round();

    assertThat(fixture.nodeEvents())
        .containsExactly(
            "NodeDiscovered " + target(FIRST),
            "NodeFailing " + target(FIRST),
            "NodeNamed " + RABBIT_0,
            "NodeConnected " + RABBIT_0);
    assertThat(fixture.world.events(ClusterEvent.NodeNamed.class))
        .extracting(ClusterEvent.NodeNamed::target)
        .containsExactly(target(FIRST));
    assertThat(fixture.world.logged("connected to " + RABBIT_0 + " again (1 failures before)"))
        .hasSize(1);
    assertThat(fixture.discovery().historyOf(new NodeName(RABBIT_0))).hasSize(4);
    assertThat(fixture.discovery().historyOf(target(FIRST))).isEmpty();
  }

  @Test
  void aLostNodeFailsUnderItsNameAndIsDialledAtItsTarget() throws Exception {
    connectedAt(FIRST);
    fixture.beams.stop(RABBIT_0, FIRST);

    assertThat(fixture.world.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(tuple(new NodeName(RABBIT_0), ConnectCause.NAME_NOT_REGISTERED));
    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state)
        .containsExactly(tuple(new NodeName(RABBIT_0), Optional.of(FIRST), NodeState.FAILING));
    assertThat(fixture.beams.dials()).containsExactly(target(FIRST), target(FIRST));
  }

  @Test
  void aNodeThatHasDialledUsIsTheOneAtItsAddress() throws Exception {
    fixture.beams.start(RABBIT_0, FIRST);
    fixture.beams.start(RABBIT_1, SECOND);
    fixture.start("rabbit");
    fixture.beams.dialsUs(RABBIT_0); // before the DNS names it
    fixture.world.round();
    fixture.name(FIRST, SECOND);
    fixture.beams.dialsUs(RABBIT_1);
    fixture.world.round();

    assertThat(fixture.beams.dials()).isEmpty();
    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::discoveredBy)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), Optional.of(FIRST), Set.of(QUERY)),
            tuple(new NodeName(RABBIT_1), Optional.of(SECOND), Set.of(QUERY)));
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).connection())
        .map(NodeConnection::direction)
        .contains(NodeConnection.Direction.INBOUND);
  }

  @Test
  void whoDialsUsFromTheAddressOfALinkedNodeTakesNothingOfIt() throws Exception {
    connectedAt(FIRST);
    fixture.beams.start("rabbit@elsewhere", FIRST);
    fixture.beams.dialsUs("rabbit@elsewhere");
    fixture.world.round();

    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::state, KnownNode::discoveredBy)
        .containsExactly(
            tuple(new NodeName("rabbit@elsewhere"), NodeState.CONNECTED, Set.of()),
            tuple(new NodeName(RABBIT_0), NodeState.CONNECTED, Set.of(QUERY)));

    fixture.beams.stop(RABBIT_0, FIRST); // then it is the one there
    fixture.world.round();
    assertThat(fixture.world.known(new NodeName("rabbit@elsewhere")).discoveredBy())
        .contains(QUERY);
  }

  @Test
  void itVanishesWithItsTarget() throws Exception {
    List<NodeName> disconnected = new ArrayList<>();
    fixture.world.with(
        any -> any.withVanishPolicy(new VanishPolicy.Disconnect(GRACE, disconnected::add)));
    connectedAt(FIRST);
    fixture.name();
    fixture.world.round();
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.VANISHED);

    fixture.world.time.advance(GRACE);
    fixture.world.round();
    assertThat(disconnected).containsExactly(new NodeName(RABBIT_0));

    fixture.beams.stop(RABBIT_0, FIRST);
    fixture.world.round();
    assertThat(fixture.known()).isEmpty();
  }

  @Test
  void oneThatComesBackToItsTargetWithinTheGraceIsTheSame() throws Exception {
    connectedAt(FIRST);
    fixture.name();
    fixture.world.round();
    fixture.name(FIRST);
    fixture.world.round();

    assertThat(fixture.world.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(fixture.beams.dials()).hasSize(1);
  }

  @Test
  void aRestartUnderAnotherNameIsAnotherNodeAndTheOldOneVanishes() throws Exception {
    connectedAt(FIRST);
    fixture.beams.stop(RABBIT_0, FIRST);
    fixture.beams.start(RABBIT_1, FIRST);
    fixture.world.round();

    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::state)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), NodeState.VANISHED),
            tuple(new NodeName(RABBIT_1), NodeState.CONNECTED));
    assertThat(fixture.nodeEvents())
        .endsWith(
            "NodeLost " + RABBIT_0,
            "NodeVanished " + RABBIT_0,
            "NodeDiscovered " + RABBIT_1,
            "NodeConnected " + RABBIT_1);

    fixture.world.time.advance(GRACE);
    fixture.world.round();
    assertThat(fixture.known()).extracting(KnownNode::name).containsExactly(new NodeName(RABBIT_1));
  }

  @Test
  void ofTwoAddressesWithOneNameTheFirstLiveLinkStays() throws Exception {
    connectedAt(FIRST);
    fixture.beams.start(RABBIT_0, SECOND);
    fixture.name(FIRST, SECOND);

    for (int round = 0; round < 2; round++) {
      assertThat(fixture.world.round().errors())
          .extracting(NodeConnectError::node, NodeConnectError::cause)
          .containsExactly(tuple(target(SECOND), ConnectCause.DUPLICATE_NAME));
    }
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).address()).contains(FIRST);
    assertThat(fixture.world.known(target(SECOND)).state()).isEqualTo(NodeState.FAILING);
  }

  @Test
  void aNodeThatHasMovedIsMetWhereItIsNowAndItsOldPlaceIsFree() throws Exception {
    connectedAt(FIRST);
    fixture.beams.stop(RABBIT_0, FIRST);
    fixture.beams.start(RABBIT_0, SECOND);
    fixture.name(FIRST, SECOND);
    fixture.world.round();
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).address()).contains(SECOND);
    assertThat(fixture.world.known(target(FIRST)).isConnected()).isFalse();

    fixture.beams.start(RABBIT_1, FIRST);
    fixture.world.round();

    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), Optional.of(SECOND), NodeState.CONNECTED),
            tuple(new NodeName(RABBIT_1), Optional.of(FIRST), NodeState.CONNECTED));
  }

  @Test
  void oneNodeAtTwoAddressesIsOneNodeAndNoError() throws Exception {
    fixture.beams.start(RABBIT_0, FIRST, "fd00::5");
    fixture.world.lookup.addresses(QUERY, RecordType.AAAA, "fd00::5");
    fixture.start("rabbit", FIRST);
    for (int round = 0; round < 3; round++) {
      assertThat(fixture.world.round().errors()).isEmpty();
    }
    assertThat(fixture.known()).extracting(KnownNode::name).containsExactly(new NodeName(RABBIT_0));
    assertThat(fixture.beams.dials()).hasSizeBetween(2, 3);

    fixture.world.lookup.fails(
        QUERY, RecordType.A, Reason.NO_DATA); // the other address names it still
    fixture.world.round();
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aForeignNameIsToldOfTheTargetAndNotOfWhoWasThereBefore() throws Exception {
    fixture.beams.start("app@app-0", FIRST);
    fixture.start("app", FIRST);
    fixture.world.round();
    fixture.beams.stop("app@app-0", FIRST);
    fixture.beams.start(SELF.text(), FIRST);

    assertThat(fixture.world.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(tuple(NodeName.of("app", FIRST), ConnectCause.FOREIGN_NAME));
    assertThat(fixture.world.known(new NodeName("app@app-0")).state())
        .isEqualTo(NodeState.VANISHED);
  }

  @Test
  void aNodeIsDialledAtItsTargetWhileTheDnsGivesNoAnswer() throws Exception {
    connectedAt(FIRST);
    fixture.world.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    fixture.beams.lose(new NodeName(RABBIT_0));
    fixture.world.round();

    assertThat(fixture.beams.dials()).containsExactly(target(FIRST), target(FIRST));
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void resolversThatReportNoLinksWillDo() throws Exception {
    fixture.beams.start(RABBIT_0, FIRST);
    fixture.build("rabbit", FIRST);
    fixture.discovery().start();
    fixture.world.round();
    fixture.world.round();

    assertThat(fixture.beams.dials()).containsExactly(target(FIRST));
    assertThat(fixture.known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state)
        .containsExactly(tuple(new NodeName(RABBIT_0), Optional.of(FIRST), NodeState.CONNECTED));
  }

  @Test
  void byHandANodeIsDialledByItsNameWhereItWasMet() throws Exception {
    connectedAt(FIRST);
    fixture.beams.lose(new NodeName(RABBIT_0));
    NodeConnections connections =
        new NodeConnections(
            fixture.discovery(),
            node -> {},
            new Environment(
                fixture.world.time, fixture.world.time, new Random(42), fixture.world.executor));

    assertThat(connections.connect(new NodeName(RABBIT_0))).isEmpty();
    assertThat(fixture.beams.dials()).containsExactly(target(FIRST), target(FIRST));

    fixture.beams.stop(RABBIT_0, FIRST);
    assertThat(connections.connect(new NodeName(RABBIT_0)))
        .map(NodeConnectError::node)
        .contains(new NodeName(RABBIT_0));
  }

  @Test
  void aStrangerFromNoTargetIsKnownWhileItIsConnected() throws Exception {
    fixture.beams.start("shell@laptop", "192.168.1.7");
    fixture.start("rabbit", FIRST);
    fixture.beams.dialsUs("shell@laptop");
    assertThat(fixture.world.known(new NodeName("shell@laptop")).address()).contains("192.168.1.7");

    fixture.beams.lose(new NodeName("shell@laptop"));
    assertThat(fixture.world.find(new NodeName("shell@laptop"))).isEmpty();
  }

  private void connectedAt(String address) throws Exception {
    fixture.beams.start(RABBIT_0, address);
    fixture.start("rabbit", address);
    fixture.world.round();
    assertThat(fixture.world.known(new NodeName(RABBIT_0)).isConnected()).isTrue();
  }
}
