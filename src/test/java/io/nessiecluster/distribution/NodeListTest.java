package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nessiecluster.distribution.epmd.NodeType;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is made of the list of nodes that an EPMD has. */
@Timeout(60)
class NodeListTest {

  private static final String HERE = "127.0.0.1";

  private TestNodes nodes;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private ErlangNode node(PeerNaming naming) throws Exception {
    return nodes.start(
        "us@us.example",
        new RecordedLinks(),
        s -> s.withNaming(naming).withEpmd(EpmdMode.NONE, s.epmdPort()));
  }

  private void register(String basename, NodeType type) throws Exception {
    nodes.register(TestNodes.LOOPBACK, basename, 9, type);
  }

  @Test
  void hiddenNodesAreLeftOutByWhatTheyTellOfThemselvesForEpmdDoesNotKnow() throws Exception {
    ErlangNode hidden = start("watcher", true);
    ErlangNode visible = start("rabbit", false);
    nodes.register(TestNodes.LOOPBACK, "cli", hidden.port(), NodeType.NORMAL);
    nodes.register(TestNodes.LOOPBACK, "emqx", visible.port(), NodeType.HIDDEN);

    ErlangNode node = node(PeerNaming.BY_PEER);
    for (int round = 0; round < 2; round++) {
      assertThat(node.names(HERE, Set.of(), TestNodes.TIMEOUT)).containsExactly("rabbit", "emqx");
    }
    assertThat(node.links()).as("they were looked at, no more").isEmpty();
  }

  private ErlangNode start(String basename, boolean hidden) throws Exception {
    return nodes.start(
        basename + "@" + basename + ".example",
        new RecordedLinks(),
        settings -> settings.withHidden(hidden));
  }

  @Test
  void aNodeIsLookedAtOnceForAsLongAsItKeepsItsPort() throws Exception {
    try (RawPeer peer = new RawPeer(nodes, s -> RawPeer.challenge(s, "rabbit@rabbit-0"))) {
      ErlangNode node = node(PeerNaming.BY_PEER);
      for (int round = 0; round < 3; round++) {
        assertThat(node.names(HERE, Set.of(), TestNodes.TIMEOUT)).isEmpty(); // it says it is hidden
      }
      assertThat(peer.accepted()).hasSize(1);
    }
  }

  @Test
  void whoDoesNotSayWhetherItIsHiddenIsForTheDialToJudge() throws Exception {
    register("gone", NodeType.NORMAL);
    assertThat(node(PeerNaming.BY_PEER).names(HERE, Set.of(), TestNodes.TIMEOUT))
        .containsExactly("gone");
  }

  @Test
  void whatIsNoBasenameIsLeftOut() throws Exception {
    register("rabbit", NodeType.NORMAL);
    register("odd name", NodeType.NORMAL);
    assertThat(node(PeerNaming.BY_PEER).names(HERE, Set.of(), TestNodes.TIMEOUT))
        .containsExactly("rabbit");
  }

  @Test
  void nodesThatAreKnownToBeVisibleAreNotLookedAt() throws Exception {
    start("watcher", true);
    assertThat(node(PeerNaming.BY_PEER).names(HERE, Set.of("watcher"), TestNodes.TIMEOUT))
        .as("taken on trust")
        .containsExactly("watcher");
  }

  @Test
  void thisVeryNodeIsLeftOutAndAnotherOfItsBasenameIsNot() throws Exception {
    ErlangNode visible =
        nodes.start("us@us.example", new RecordedLinks(), settings -> settings.withHidden(false));
    assertThat(visible.names(HERE, Set.of(), TestNodes.TIMEOUT)).isEmpty();

    ErlangNode unknownThere = node(PeerNaming.BY_PEER);
    assertThat(unknownThere.names(HERE, Set.of(), TestNodes.TIMEOUT)).containsExactly("us");
  }

  @Test
  void ofVeryManyTheFirstHundredAreTaken() throws Exception {
    for (int i = 0; i < 105; i++) {
      register("n" + i, NodeType.NORMAL);
    }
    assertThat(node(PeerNaming.BY_PEER).names(HERE, Set.of(), TestNodes.TIMEOUT))
        .hasSize(NodeList.MAX_NAMES)
        .startsWith("n0", "n1")
        .endsWith("n99");
  }

  @Test
  void anEpmdThatGivesNoAnswerIsTyped() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 5, TestNodes.LOOPBACK)) {
      ErlangNode node =
          nodes.start(
              "us@us.example",
              new RecordedLinks(),
              s -> s.withEpmd(EpmdMode.NONE, silent.getLocalPort()));
      assertThat(failure(node, HERE, Duration.ofMillis(300)))
          .isEqualTo(ConnectFailure.EPMD_TIMEOUT);
      assertThat(failure(node, "127.77.1.3", TestNodes.TIMEOUT))
          .isEqualTo(ConnectFailure.EPMD_UNREACHABLE);
      assertThat(failure(node, "localhost", TestNodes.TIMEOUT))
          .as("no address")
          .isEqualTo(ConnectFailure.PROTOCOL_ERROR);
    }
  }

  private static ConnectFailure failure(ErlangNode node, String address, Duration timeout) {
    return catchThrowableOfType(
            ConnectFailedException.class, () -> node.names(address, Set.of(), timeout))
        .failure();
  }

  /** Whoever asks for a basename that EPMD does not know learns what it does know. */
  @ParameterizedTest
  @EnumSource(PeerNaming.class)
  void whatIsNotRegisteredIsToldWithWhatIs(PeerNaming naming) throws Exception {
    ErlangNode node = node(naming);
    assertThat(notRegistered(node, naming)).endsWith("knows no node rabbit; it lists none");

    register("emqx", NodeType.NORMAL);
    register("us", NodeType.HIDDEN);
    assertThat(notRegistered(node, naming)).endsWith("knows no node rabbit; it lists emqx, us");

    List<String> more = IntStream.range(2, 10).mapToObj(i -> "n" + i).toList();
    for (String name : more) {
      register(name, NodeType.NORMAL);
    }
    assertThat(notRegistered(node, naming))
        .endsWith("; it lists emqx, us, " + String.join(", ", more));

    register("last", NodeType.NORMAL);
    register("later", NodeType.NORMAL);
    assertThat(notRegistered(node, naming))
        .endsWith("; it lists emqx, us, " + String.join(", ", more) + " and 2 more");
  }

  private static String notRegistered(ErlangNode node, PeerNaming naming) {
    ConnectFailedException failure =
        catchThrowableOfType(
            ConnectFailedException.class,
            () -> {
              switch (naming) {
                case BY_ADDRESS -> node.connect("rabbit@127.0.0.1", TestNodes.TIMEOUT);
                case BY_PEER -> node.connectAt("rabbit@127.0.0.1", TestNodes.TIMEOUT);
              }
            });
    assertThat(failure.failure()).isEqualTo(ConnectFailure.NAME_NOT_REGISTERED);
    return failure.detail();
  }
}
