package io.nessiecluster.cluster.state;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What its events make of a node. */
class NodeLifecycleTest {

  private static final Instant AT = ManualTime.START;
  private static final NodeName NODE = peer(2);
  private static final ClusterEvent.NodeEvent DISCOVERED =
      new ClusterEvent.NodeDiscovered(AT, NODE, "app.svc");
  private static final ClusterEvent.NodeEvent CONNECTED =
      new ClusterEvent.NodeConnected(AT, NODE, 0);
  private static final ClusterEvent.NodeEvent LOST =
      new ClusterEvent.NodeLost(AT, NODE, LossCause.TICK_TIMEOUT, "silent");
  private static final ClusterEvent.NodeEvent FAILING =
      new ClusterEvent.NodeFailing(
          AT, NODE, new NodeConnectError(NODE, ConnectCause.COOKIE_MISMATCH, "closed"), 1);
  private static final ClusterEvent.NodeEvent VANISHED =
      new ClusterEvent.NodeVanished(AT, NODE, false);

  @Test
  void itGoesFromDiscoveredToConnectedToLostToVanished() {
    assertThat(states(DISCOVERED, CONNECTED, LOST, VANISHED))
        .containsExactly(
            NodeState.DISCOVERED, NodeState.CONNECTED, NodeState.FAILING, NodeState.VANISHED);
  }

  @Test
  void aFailureEndsWithTheConnection() {
    assertThat(states(DISCOVERED, FAILING, CONNECTED))
        .endsWith(NodeState.FAILING, NodeState.CONNECTED);
  }

  @Test
  void aVanishedNodeThatComesBackIsWhatItWasBefore() {
    assertThat(states(DISCOVERED, FAILING, VANISHED, DISCOVERED)).endsWith(NodeState.FAILING);
    assertThat(states(DISCOVERED, CONNECTED, VANISHED, DISCOVERED)).endsWith(NodeState.CONNECTED);
    assertThat(states(DISCOVERED, VANISHED, DISCOVERED)).endsWith(NodeState.DISCOVERED);
  }

  @Property
  void itIsVanishedIfAndOnlyIfTheDnsSaidSoLast(
      @ForAll("events") List<ClusterEvent.NodeEvent> events) {
    boolean vanished =
        events.stream()
            .filter(event -> event == DISCOVERED || event == VANISHED)
            .reduce((before, last) -> last)
            .filter(last -> last == VANISHED)
            .isPresent();

    assertThat(after(events).state() == NodeState.VANISHED).isEqualTo(vanished);
  }

  @Property
  void itIsConnectedIfAndOnlyIfTheLastDialOrLinkSaidSo(
      @ForAll("events") List<ClusterEvent.NodeEvent> events) {
    boolean connected =
        events.stream()
            .filter(event -> event != DISCOVERED && event != VANISHED)
            .reduce((before, last) -> last)
            .filter(last -> last == CONNECTED)
            .isPresent();

    assertThat(after(events).connected()).isEqualTo(connected);
  }

  @Property
  void toldTwiceAnEventChangesNothingMore(@ForAll("events") List<ClusterEvent.NodeEvent> events) {
    NodeLifecycle lifecycle = after(events);
    for (ClusterEvent.NodeEvent event : List.of(DISCOVERED, CONNECTED, LOST, FAILING, VANISHED)) {
      assertThat(lifecycle.after(event).after(event)).isEqualTo(lifecycle.after(event));
    }
  }

  @Provide
  Arbitrary<List<ClusterEvent.NodeEvent>> events() {
    return Arbitraries.of(DISCOVERED, CONNECTED, LOST, FAILING, VANISHED).list().ofMaxSize(12);
  }

  private static List<NodeState> states(ClusterEvent.NodeEvent... events) {
    List<NodeState> states = new java.util.ArrayList<>();
    NodeLifecycle lifecycle = NodeLifecycle.UNKNOWN;
    for (ClusterEvent.NodeEvent event : events) {
      lifecycle = lifecycle.after(event);
      states.add(lifecycle.state());
    }
    return states;
  }

  private static NodeLifecycle after(List<ClusterEvent.NodeEvent> events) {
    NodeLifecycle lifecycle = NodeLifecycle.UNKNOWN;
    for (ClusterEvent.NodeEvent event : events) {
      lifecycle = lifecycle.after(event);
    }
    return lifecycle;
  }
}
