package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.distribution.epmd.NodeType;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that are met where they are, and called as they say. */
@Timeout(60)
class TargetTest {

  private static final String RABBIT = "rabbit@rabbit-0.nodes.prod.svc.cluster.local";
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("127.77.1.2");

  private final RecordedLinks heard = new RecordedLinks();
  private TestNodes nodes;
  private ErlangNode node;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    node = nodes.startByPeer("us@us.example", heard);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ConnectFailedException failure(String target) {
    return catchThrowableOfType(
        ConnectFailedException.class, () -> node.connectAt(target, TestNodes.TIMEOUT));
  }

  /** A node at the second address, with the EPMD there. */
  private ErlangNode startElsewhere(String name) throws Exception {
    return nodes.start(
        name,
        new RecordedLinks(),
        s ->
            NodeSettings.of(s.name(), s.cookie(), ELSEWHERE)
                .withPort(0)
                .withEpmd(EpmdMode.AUTO, s.epmdPort()));
  }

  /** Plays the dialled side up to the proof of the one who dials, which is not to come. */
  private static void introduce(Socket socket, Word word, int creation, String name)
      throws IOException {
    RawPeer.receive(socket);
    RawPeer.send(socket, new HandshakeMessage.Status(word));
    if (word == Word.ALIVE) {
      RawPeer.receive(socket);
    }
    RawPeer.send(
        socket, new HandshakeMessage.Challenge(DistributionFlag.HIDDEN_NODE, 1, creation, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        RABBIT,
        "rabbit@rabbit-0",
        "rabbit@127.0.0.1",
        "rabbit@fd00::7",
        "rabbit@odd host@all"
      })
  void aNodeIsCalledAsItSays(String name) throws Exception {
    RecordedLinks heardThere = new RecordedLinks();
    ErlangNode there = nodes.start(name, heardThere);

    Link link = node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(name);
    assertThat(link.remote().getPort()).isEqualTo(there.port());
    assertThat(node.links()).containsExactly(link);
    heard.await("up " + name + " INITIATED");
    heardThere.await("up us@us.example ACCEPTED");
    assertThat(node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT))
        .as("to be linked is success")
        .isSameAs(link);
    assertThat(node.links()).containsExactly(link);
    assertThat(there.links()).hasSize(1);
  }

  @Test
  void aNameOfTwoHundredAndFiftyFiveCharactersIsTakenWhole() throws Exception {
    String name = "rabbit@" + "a".repeat(255 - "rabbit@".length());
    nodes.start(name, new RecordedLinks());
    assertThat(node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT).peer()).isEqualTo(name);
  }

  @Test
  void anIpv6AddressIsATargetToo() throws Exception {
    Ipv6Loopback.require();
    NodeSettings settings =
        NodeSettings.of(RABBIT, Cookie.of(TestNodes.COOKIE), Ipv6Loopback.ADDRESS)
            .withPort(0)
            .withEpmd(EpmdMode.AUTO, nodes.epmd.port());
    nodes.closeLater(ErlangNode.start(settings, nodes.runtime, new RecordedLinks()));

    Link link = node.connectAt("rabbit@::1", TestNodes.TIMEOUT);

    assertThat(link.peer()).isEqualTo(RABBIT);
    assertThat(link.remote().getAddress()).isEqualTo(Ipv6Loopback.ADDRESS);
  }

  @Test
  void aNodeOfAnotherBasenameIsForeign() throws Exception {
    ErlangNode there = nodes.start("emqx@emqx-0.emqx", new RecordedLinks());
    nodes.register(TestNodes.LOOPBACK, "rabbit", there.port(), NodeType.NORMAL);

    ConnectFailedException failure = failure("rabbit@127.0.0.1");

    assertThat(failure.failure()).isEqualTo(ConnectFailure.FOREIGN_NAME);
    assertThat(failure.detail())
        .contains("calls itself emqx@emqx-0.emqx, which is no rabbit@host")
        .contains("127.0.0.1:" + there.port());
    assertThat(node.links()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rabbit", "rabbit@", "@rabbit-0"})
  void whatIsNoNodeNameIsForeign(String name) throws Exception {
    new RawPeer(
        nodes, "rabbit@x", TestNodes.LOOPBACK, socket -> introduce(socket, Word.OK, 9, name));
    assertThat(failure("rabbit@127.0.0.1").failure()).isEqualTo(ConnectFailure.FOREIGN_NAME);
  }

  @Test
  void theNodeItselfIsKnownByItsCreation() {
    ConnectFailedException failure = failure("us@127.0.0.1");
    assertThat(failure.failure()).isEqualTo(ConnectFailure.OWN_NODE);
    assertThat(node.refusedHandshakes()).isZero();
  }

  @Test
  void anotherNodeOfTheOwnNameIsForeign() throws Exception {
    nodes.epmdAt(ELSEWHERE);
    new RawPeer(nodes, "us@x", ELSEWHERE, socket -> introduce(socket, Word.OK, 9, "us@us.example"));

    ConnectFailedException failure = failure("us@127.77.1.2");

    assertThat(failure.failure()).isEqualTo(ConnectFailure.FOREIGN_NAME);
    assertThat(failure.detail()).contains("us@us.example, as this node does");
  }

  @Test
  void theSecondAddressWithALinkedNameIsADuplicateAndGetsNoProof() throws Exception {
    nodes.start(RABBIT, new RecordedLinks());
    Link first = node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);
    nodes.epmdAt(ELSEWHERE);
    CompletableFuture<Integer> behindTheChallenge = new CompletableFuture<>();
    new RawPeer(
        nodes,
        "rabbit@x",
        ELSEWHERE,
        socket -> {
          introduce(socket, Word.OK, first.creation(), RABBIT);
          behindTheChallenge.complete(socket.getInputStream().read());
        });

    ConnectFailedException failure = failure("rabbit@127.77.1.2");

    assertThat(failure.failure()).isEqualTo(ConnectFailure.DUPLICATE_NAME);
    assertThat(failure.detail())
        .contains(
            "the node there calls itself "
                + RABBIT
                + ", which is linked at 127.0.0.1 since "
                + first.since().truncatedTo(ChronoUnit.SECONDS));
    assertThat(behindTheChallenge.get(10, TimeUnit.SECONDS)).as("the end").isEqualTo(-1);
    assertThat(node.links()).containsExactly(first);
  }

  @Test
  void twoRealNodesOfOneNameLeaveTheFirstLinkUp() throws Exception {
    ErlangNode one = nodes.start(RABBIT, new RecordedLinks());
    ErlangNode two = startElsewhere(RABBIT);
    Link second = node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT);

    assertThat(failure("rabbit@127.0.0.1").failure()).isEqualTo(ConnectFailure.DUPLICATE_NAME);
    assertThat(node.links()).containsExactly(second);
    assertThat(one.links()).isEmpty();
    assertThat(two.links()).hasSize(1);

    assertThat(node.disconnect(RABBIT)).isTrue();
    assertThat(node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT).remote().getPort())
        .as("free again")
        .isEqualTo(one.port());
  }

  /** As a BEAM does that listens at two addresses and is linked by one. */
  @ParameterizedTest
  @CsvSource({"ALIVE, 0, true", "ALIVE, 1, false", "OK, 0, false"})
  void theSameNodeAtASecondAddressIsTheOneThatIsLinked(Word word, int more, boolean same)
      throws Exception {
    nodes.start(RABBIT, new RecordedLinks());
    Link first = node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);
    nodes.epmdAt(ELSEWHERE);
    new RawPeer(
        nodes,
        "rabbit@x",
        ELSEWHERE,
        socket -> introduce(socket, word, first.creation() + more, RABBIT));

    if (same) {
      assertThat(node.connectAt("rabbit@127.77.1.2", TestNodes.TIMEOUT)).isSameAs(first);
    } else {
      assertThat(failure("rabbit@127.77.1.2").failure()).isEqualTo(ConnectFailure.DUPLICATE_NAME);
    }
    assertThat(node.links()).containsExactly(first);
  }

  @Test
  void aLinkThatThePeerHasDialledIsTheOneAtItsAddress() throws Exception {
    RawPeer.link(nodes, node, RABBIT, TestNodes.COOKIE);
    heard.await("up " + RABBIT + " ACCEPTED");
    Link inbound = node.links().getFirst();
    new RawPeer(
        nodes, "rabbit@x", TestNodes.LOOPBACK, socket -> introduce(socket, Word.OK, 9, RABBIT));

    assertThat(node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT)).isSameAs(inbound);
  }

  @Test
  void whoDialsUnderTheNameOfALiveLinkFromElsewhereIsRefusedCookieOrNot() throws Exception {
    nodes.start(RABBIT, new RecordedLinks());
    Link first = node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);

    assertThatThrownBy(() -> RawPeer.linkFrom(nodes, ELSEWHERE, node, RABBIT, "another"))
        .isInstanceOf(IOException.class);
    heard.await("refused COOKIE_MISMATCH");
    assertThatThrownBy(() -> RawPeer.linkFrom(nodes, ELSEWHERE, node, RABBIT, TestNodes.COOKIE))
        .isInstanceOf(IOException.class);
    heard.await("refused DUPLICATE_NAME");

    assertThat(heard.refusals().getLast())
        .contains(
            RABBIT
                + ", which is linked at 127.0.0.1 since "
                + first.since().truncatedTo(ChronoUnit.SECONDS));
    assertThat(node.refusedHandshakes()).isEqualTo(2);
    assertThat(node.links()).containsExactly(first);
  }

  @Test
  void whoDialsUnderItsNameFromWhereItWasReplacesItsLink() throws Exception {
    nodes.start(RABBIT, new RecordedLinks());
    node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);
    RawPeer.link(nodes, node, RABBIT, TestNodes.COOKIE);
    heard.await("lost " + RABBIT + " REPLACED");
    heard.await("up " + RABBIT + " ACCEPTED");
  }

  @Test
  void twoDialsThatAreToldOneNameLeaveTheFirstThatIsProven() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    nodes.epmdAt(ELSEWHERE);
    new RawPeer(
        nodes,
        "rabbit@x",
        ELSEWHERE,
        socket -> {
          introduce(socket, Word.OK, 9, RABBIT);
          RawPeer.receive(socket); // the proof: nothing was linked when the name was told
          go.complete(null);
          socket.getInputStream().read();
        });
    CompletableFuture<ConnectFailedException> claimed =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(
                    ConnectFailedException.class,
                    () -> node.connectAt("rabbit@127.77.1.2", Duration.ofSeconds(2))),
            task -> Thread.ofVirtual().start(task));
    go.get(10, TimeUnit.SECONDS);
    nodes.start(RABBIT, new RecordedLinks());

    assertThat(node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT).peer()).isEqualTo(RABBIT);
    assertThat(claimed).as("a claim holds nobody up").isNotDone();
    assertThat(claimed.get(20, TimeUnit.SECONDS).failure())
        .isEqualTo(ConnectFailure.HANDSHAKE_TIMEOUT);
    assertThat(node.links()).hasSize(1);
  }

  @Test
  void anyBasenameWillDoWherePeersHaveAFixedPort() throws Exception {
    ErlangNode there = startElsewhere("couchdb@couchdb-1.couchdb.svc");
    ErlangNode fixed =
        nodes.start(
            "fixed@fixed.example",
            new RecordedLinks(),
            s -> s.withNaming(PeerNaming.BY_PEER).withPeerPort(there.port()));

    assertThat(fixed.asksEpmd()).isFalse();
    assertThat(fixed.connectAt("*@127.77.1.2", TestNodes.TIMEOUT).peer())
        .isEqualTo("couchdb@couchdb-1.couchdb.svc");
    assertThat(node.asksEpmd()).isTrue();
    assertThat(failure("*@127.77.1.2").detail()).contains("fixed port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "rabbit", "rabbit@", "@127.0.0.1", "ra bbit@127.0.0.1", "rabbit@h"})
  void whatIsNoTargetIsTyped(String target) {
    assertThat(failure(target).failure()).isEqualTo(ConnectFailure.PROTOCOL_ERROR);
  }

  @Test
  void aNodeThatCallsOthersByAddressDialsNoTargets() throws Exception {
    ErlangNode byAddress = nodes.start(TestNodes.name("a"), new RecordedLinks());
    assertThatThrownBy(() -> byAddress.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT))
        .isInstanceOf(IllegalStateException.class);
  }
}
