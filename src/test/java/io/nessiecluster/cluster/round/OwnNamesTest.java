package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
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

  private static final String RABBIT_0 = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  private static final String RABBIT_1 = "rabbit@rabbit-1.nodes.prod.svc.cluster.local";
  private static final String FIRST = "10.0.0.5";
  private static final String SECOND = "10.0.0.6";
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();
  private FakeBeams beams = new FakeBeams(SELF, true);
  private Discovery discovery;

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void aNodeIsWhatItCallsItselfAndIsNotDialledAgain() throws Exception {
    beams.start(RABBIT_0, FIRST);
    start("rabbit", FIRST);
    fixture.round();
    fixture.round();

    assertThat(beams.dials()).containsExactly(target(FIRST));
    assertThat(known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state, KnownNode::discoveredBy)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), Optional.of(FIRST), NodeState.CONNECTED, Set.of(QUERY)));
  }

  @Test
  void untilItIsMetItIsCalledByItsTargetAndWhatIsKnownOfThatBecomesItsOwn() throws Exception {
    start("rabbit", FIRST);
    fixture.round();
    assertThat(fixture.known(target(FIRST)).state()).isEqualTo(NodeState.FAILING);

    beams.start(RABBIT_0, FIRST);
    fixture.round();

    assertThat(nodeEvents())
        .containsExactly(
            "NodeDiscovered " + target(FIRST),
            "NodeFailing " + target(FIRST),
            "NodeNamed " + RABBIT_0,
            "NodeConnected " + RABBIT_0);
    assertThat(fixture.events(ClusterEvent.NodeNamed.class))
        .extracting(ClusterEvent.NodeNamed::target)
        .containsExactly(target(FIRST));
    assertThat(fixture.logged("connected to " + RABBIT_0 + " again (1 failures before)"))
        .hasSize(1);
    assertThat(discovery.historyOf(new NodeName(RABBIT_0))).hasSize(4);
    assertThat(discovery.historyOf(target(FIRST))).isEmpty();
  }

  @Test
  void aLostNodeFailsUnderItsNameAndIsDialledAtItsTarget() throws Exception {
    connectedAt(FIRST);
    beams.stop(RABBIT_0, FIRST);

    assertThat(fixture.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(tuple(new NodeName(RABBIT_0), ConnectCause.NAME_NOT_REGISTERED));
    assertThat(known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state)
        .containsExactly(tuple(new NodeName(RABBIT_0), Optional.of(FIRST), NodeState.FAILING));
    assertThat(beams.dials()).containsExactly(target(FIRST), target(FIRST));
  }

  @Test
  void aNodeThatHasDialledUsIsTheOneAtItsAddress() throws Exception {
    beams.start(RABBIT_0, FIRST);
    beams.start(RABBIT_1, SECOND);
    start("rabbit");
    beams.dialsUs(RABBIT_0); // before the DNS names it
    fixture.round();
    name(FIRST, SECOND);
    beams.dialsUs(RABBIT_1);
    fixture.round();

    assertThat(beams.dials()).isEmpty();
    assertThat(known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::discoveredBy)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), Optional.of(FIRST), Set.of(QUERY)),
            tuple(new NodeName(RABBIT_1), Optional.of(SECOND), Set.of(QUERY)));
    assertThat(fixture.known(new NodeName(RABBIT_0)).connection())
        .map(NodeConnection::direction)
        .contains(NodeConnection.Direction.INBOUND);
  }

  @Test
  void whoDialsUsFromTheAddressOfALinkedNodeTakesNothingOfIt() throws Exception {
    connectedAt(FIRST);
    beams.start("rabbit@elsewhere", FIRST);
    beams.dialsUs("rabbit@elsewhere");
    fixture.round();

    assertThat(known())
        .extracting(KnownNode::name, KnownNode::state, KnownNode::discoveredBy)
        .containsExactly(
            tuple(new NodeName("rabbit@elsewhere"), NodeState.CONNECTED, Set.of()),
            tuple(new NodeName(RABBIT_0), NodeState.CONNECTED, Set.of(QUERY)));

    beams.stop(RABBIT_0, FIRST); // then it is the one there
    fixture.round();
    assertThat(fixture.known(new NodeName("rabbit@elsewhere")).discoveredBy()).contains(QUERY);
  }

  @Test
  void itVanishesWithItsTarget() throws Exception {
    List<NodeName> disconnected = new ArrayList<>();
    fixture.with(
        any -> any.withVanishPolicy(new VanishPolicy.Disconnect(GRACE, disconnected::add)));
    connectedAt(FIRST);
    name();
    fixture.round();
    assertThat(fixture.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.VANISHED);

    fixture.time.advance(GRACE);
    fixture.round();
    assertThat(disconnected).containsExactly(new NodeName(RABBIT_0));

    beams.stop(RABBIT_0, FIRST);
    fixture.round();
    assertThat(known()).isEmpty();
  }

  @Test
  void oneThatComesBackToItsTargetWithinTheGraceIsTheSame() throws Exception {
    connectedAt(FIRST);
    name();
    fixture.round();
    name(FIRST);
    fixture.round();

    assertThat(fixture.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.CONNECTED);
    assertThat(beams.dials()).hasSize(1);
  }

  @Test
  void aRestartUnderAnotherNameIsAnotherNodeAndTheOldOneVanishes() throws Exception {
    connectedAt(FIRST);
    beams.stop(RABBIT_0, FIRST);
    beams.start(RABBIT_1, FIRST);
    fixture.round();

    assertThat(known())
        .extracting(KnownNode::name, KnownNode::state)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), NodeState.VANISHED),
            tuple(new NodeName(RABBIT_1), NodeState.CONNECTED));
    assertThat(nodeEvents())
        .endsWith(
            "NodeLost " + RABBIT_0,
            "NodeVanished " + RABBIT_0,
            "NodeDiscovered " + RABBIT_1,
            "NodeConnected " + RABBIT_1);

    fixture.time.advance(GRACE);
    fixture.round();
    assertThat(known()).extracting(KnownNode::name).containsExactly(new NodeName(RABBIT_1));
  }

  @Test
  void ofTwoAddressesWithOneNameTheFirstLiveLinkStays() throws Exception {
    connectedAt(FIRST);
    beams.start(RABBIT_0, SECOND);
    name(FIRST, SECOND);

    for (int round = 0; round < 2; round++) {
      assertThat(fixture.round().errors())
          .extracting(NodeConnectError::node, NodeConnectError::cause)
          .containsExactly(tuple(target(SECOND), ConnectCause.DUPLICATE_NAME));
    }
    assertThat(fixture.known(new NodeName(RABBIT_0)).address()).contains(FIRST);
    assertThat(fixture.known(target(SECOND)).state()).isEqualTo(NodeState.FAILING);
  }

  @Test
  void aNodeThatHasMovedIsMetWhereItIsNowAndItsOldPlaceIsFree() throws Exception {
    connectedAt(FIRST);
    beams.stop(RABBIT_0, FIRST);
    beams.start(RABBIT_0, SECOND);
    name(FIRST, SECOND);
    fixture.round();
    assertThat(fixture.known(new NodeName(RABBIT_0)).address()).contains(SECOND);
    assertThat(fixture.known(target(FIRST)).isConnected()).isFalse();

    beams.start(RABBIT_1, FIRST);
    fixture.round();

    assertThat(known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state)
        .containsExactly(
            tuple(new NodeName(RABBIT_0), Optional.of(SECOND), NodeState.CONNECTED),
            tuple(new NodeName(RABBIT_1), Optional.of(FIRST), NodeState.CONNECTED));
  }

  @Test
  void oneNodeAtTwoAddressesIsOneNodeAndNoError() throws Exception {
    beams.start(RABBIT_0, FIRST, "fd00::5");
    fixture.lookup.addresses(QUERY, RecordType.AAAA, "fd00::5");
    start("rabbit", FIRST);
    for (int round = 0; round < 3; round++) {
      assertThat(fixture.round().errors()).isEmpty();
    }
    assertThat(known()).extracting(KnownNode::name).containsExactly(new NodeName(RABBIT_0));
    assertThat(beams.dials()).hasSizeBetween(2, 3);

    fixture.lookup.fails(QUERY, RecordType.A, Reason.NO_DATA); // the other address names it still
    fixture.round();
    assertThat(fixture.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void aForeignNameIsToldOfTheTargetAndNotOfWhoWasThereBefore() throws Exception {
    beams.start("app@app-0", FIRST);
    start("app", FIRST);
    fixture.round();
    beams.stop("app@app-0", FIRST);
    beams.start(SELF.text(), FIRST);

    assertThat(fixture.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(tuple(NodeName.of("app", FIRST), ConnectCause.FOREIGN_NAME));
    assertThat(fixture.known(new NodeName("app@app-0")).state()).isEqualTo(NodeState.VANISHED);
  }

  @Test
  void aNodeIsDialledAtItsTargetWhileTheDnsGivesNoAnswer() throws Exception {
    connectedAt(FIRST);
    fixture.lookup.fails(QUERY, RecordType.A, Reason.SERVFAIL);
    beams.lose(new NodeName(RABBIT_0));
    fixture.round();

    assertThat(beams.dials()).containsExactly(target(FIRST), target(FIRST));
    assertThat(fixture.known(new NodeName(RABBIT_0)).state()).isEqualTo(NodeState.CONNECTED);
  }

  @Test
  void resolversThatReportNoLinksWillDo() throws Exception {
    beams.start(RABBIT_0, FIRST);
    build("rabbit", FIRST);
    discovery.start();
    fixture.round();
    fixture.round();

    assertThat(beams.dials()).containsExactly(target(FIRST));
    assertThat(known())
        .extracting(KnownNode::name, KnownNode::address, KnownNode::state)
        .containsExactly(tuple(new NodeName(RABBIT_0), Optional.of(FIRST), NodeState.CONNECTED));
  }

  @Test
  void byHandANodeIsDialledByItsNameWhereItWasMet() throws Exception {
    connectedAt(FIRST);
    beams.lose(new NodeName(RABBIT_0));
    NodeConnections connections =
        new NodeConnections(
            discovery,
            node -> {},
            new Environment(fixture.time, fixture.time, new Random(42), fixture.executor));

    assertThat(connections.connect(new NodeName(RABBIT_0))).isEmpty();
    assertThat(beams.dials()).containsExactly(target(FIRST), target(FIRST));

    beams.stop(RABBIT_0, FIRST);
    assertThat(connections.connect(new NodeName(RABBIT_0)))
        .map(NodeConnectError::node)
        .contains(new NodeName(RABBIT_0));
  }

  @Test
  void ofAnyBasenameEveryNameThatEpmdListsIsATarget() throws Exception {
    beams.start(RABBIT_0, FIRST);
    beams.start("worker@rabbit-0", FIRST);
    beams.start(SELF.text(), FIRST);
    start("*", FIRST);
    fixture.round();
    assertThat(connected()).containsExactly(RABBIT_0, "worker@rabbit-0");

    beams.start("late@rabbit-0", FIRST);
    beams.stop("worker@rabbit-0", FIRST);
    fixture.round();
    assertThat(connected()).containsExactly("late@rabbit-0", RABBIT_0);
    assertThat(fixture.known(new NodeName("worker@rabbit-0")).state())
        .isEqualTo(NodeState.VANISHED);
    assertThat(beams.dials()).hasSize(3);
  }

  @Test
  void nodesOfAnyBasenameMustBearNamesOfTheirOwn() {
    fixture.with(any -> any.withQuery(new DnsQuery.Name(QUERY, Optional.of("*"))));

    assertThatThrownBy(fixture::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'*=" + QUERY + "'");
  }

  @Test
  void anEpmdThatGivesNoAnswerTakesNoNameAway() throws Exception {
    beams.start(RABBIT_0, FIRST);
    beams.start("worker@rabbit-0", FIRST);
    start("*", FIRST, SECOND);
    fixture.round();
    beams.mute(FIRST, true);
    beams.mute(SECOND, true);
    beams.lose(new NodeName(RABBIT_0));

    assertThat(fixture.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(
            tuple(new NodeName("*@" + SECOND), ConnectCause.EPMD_TIMEOUT),
            tuple(new NodeName(RABBIT_0), ConnectCause.EPMD_TIMEOUT));
    assertThat(fixture.events(ClusterEvent.NodeVanished.class)).isEmpty();
  }

  @Test
  void anAddressWhoseEpmdListsNobodyIsAnErrorUntilItDoes() throws Exception {
    start("*", FIRST);
    assertThat(fixture.round().errors())
        .extracting(NodeConnectError::node, NodeConnectError::cause)
        .containsExactly(tuple(new NodeName("*@" + FIRST), ConnectCause.NAME_NOT_REGISTERED));
    assertThat(beams.dials()).isEmpty();

    beams.start(RABBIT_0, FIRST);
    assertThat(fixture.round().errors()).isEmpty();
    assertThat(known()).extracting(KnownNode::name).containsExactly(new NodeName(RABBIT_0));
  }

  @Test
  void theOwnAddressHasNobodyElseAndThatIsNoError() throws Exception {
    beams.start(SELF.text(), SELF.host().orElseThrow());
    start("*", SELF.host().orElseThrow());

    assertThat(fixture.round().errors()).isEmpty();
    assertThat(known()).isEmpty();
  }

  @Test
  void withoutEpmdWhoeverAnswersAtAnAddressIsTheOneThere() throws Exception {
    beams = new FakeBeams(SELF, false);
    beams.start(RABBIT_0, FIRST);
    beams.start("ejabberd@ejabberd-0", SECOND);
    start("*", FIRST, SECOND);
    beams.dialsUs("ejabberd@ejabberd-0");
    fixture.round();
    fixture.round();

    assertThat(connected()).containsExactly("ejabberd@ejabberd-0", RABBIT_0);
    assertThat(beams.dials()).contains(new NodeName("*@" + FIRST)).hasSizeBetween(1, 2);
  }

  @Test
  void aStrangerFromNoTargetIsKnownWhileItIsConnected() throws Exception {
    beams.start("shell@laptop", "192.168.1.7");
    start("rabbit", FIRST);
    beams.dialsUs("shell@laptop");
    assertThat(fixture.known(new NodeName("shell@laptop")).address()).contains("192.168.1.7");

    beams.lose(new NodeName("shell@laptop"));
    assertThat(fixture.find(new NodeName("shell@laptop"))).isEmpty();
  }

  private void connectedAt(String address) throws Exception {
    beams.start(RABBIT_0, address);
    start("rabbit", address);
    fixture.round();
    assertThat(fixture.known(new NodeName(RABBIT_0)).isConnected()).isTrue();
  }

  private void start(String basename, String... addresses) {
    build(basename, addresses);
    beams.tell(discovery.connectionListener());
    discovery.start();
  }

  private void build(String basename, String... addresses) {
    fixture
        .resolver(any -> new Resolver(NodeName::basename, any.connectNode(), beams, any.lookup()))
        .with(
            any ->
                any.withNaming(new Naming.ByPeer(beams))
                    .withQuery(new DnsQuery.Name(QUERY, Optional.of(basename))));
    name(addresses);
    discovery = fixture.build();
  }

  private void name(String... addresses) {
    if (addresses.length == 0) {
      fixture.lookup.remove(QUERY);
    } else {
      fixture.lookup.addresses(QUERY, RecordType.A, addresses);
    }
  }

  private List<KnownNode> known() {
    return discovery.snapshot().nodes();
  }

  private List<String> connected() {
    return known().stream().filter(KnownNode::isConnected).map(node -> node.name().text()).toList();
  }

  private List<String> nodeEvents() {
    return fixture.events(ClusterEvent.NodeEvent.class).stream()
        .map(event -> event.getClass().getSimpleName() + " " + event.node())
        .toList();
  }

  private static NodeName target(String address) {
    return NodeName.of("rabbit", address);
  }
}
