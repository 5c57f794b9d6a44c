package io.nessiecluster.cluster.state;

import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static io.nessiecluster.cluster.state.PlayedState.EVENTS_PER_NODE;
import static io.nessiecluster.cluster.state.PlayedState.PEERS;
import static io.nessiecluster.cluster.state.PlayedState.ROUNDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.PlayedState.Step;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of the known nodes after any sequence of lookups, dials, links and rounds. */
class ClusterStatePropertiesTest {

  /** Who follows the events knows the state of every node, without ever asking for it. */
  @Property(tries = 500)
  void theEventsOfANodeLeadToItsState(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    Map<NodeName, NodeLifecycle> followed = new HashMap<>();
    for (Step step : steps) {
      played.events.clear();
      played.play(step);

      for (ClusterEvent event : played.events) {
        if (event instanceof ClusterEvent.NodeEvent of) {
          followed.merge(
              of.node(), NodeLifecycle.UNKNOWN.after(of), (before, any) -> before.after(of));
        }
      }
      Map<NodeName, KnownNode> nodes = played.nodes();
      followed.keySet().retainAll(nodes.keySet());
      assertThat(followed).hasSameSizeAs(nodes);
      nodes.forEach(
          (name, node) -> {
            assertThat(followed.get(name).state()).isEqualTo(node.state());
            assertThat(followed.get(name).connected()).isEqualTo(node.isConnected());
            assertThat(played.state.historyOf(name).getFirst().state()).isEqualTo(node.state());
          });
    }
  }

  /** Memory is bounded by the table: nobody else has a history, and nobody a long one. */
  @Property(tries = 500)
  void onlyKnownNodesHaveAHistoryAndNeverALongOne(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    for (Step step : steps) {
      played.play(step);

      Map<NodeName, KnownNode> nodes = played.nodes();
      for (int number = 2; number < PEERS + 2; number++) {
        List<NodeRecord> history = played.state.historyOf(peer(number));
        assertThat(history.isEmpty()).isEqualTo(!nodes.containsKey(peer(number)));
        assertThat(history).hasSizeLessThanOrEqualTo(EVENTS_PER_NODE);
      }
      assertThat(played.state.rounds()).hasSizeLessThanOrEqualTo(ROUNDS);
    }
  }

  @Property(tries = 500)
  void whatIsToldOfANodeFitsTogether(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    for (Step step : steps) {
      played.play(step);

      DiscoverySnapshot snapshot = played.state.snapshot();
      assertThat(snapshot.nodes()).extracting(KnownNode::name).isSorted().doesNotHaveDuplicates();
      assertThat(snapshot.nodes()).noneMatch(node -> node.name().equals(SELF));
      for (KnownNode node : snapshot.nodes()) {
        assertConsistent(node);
      }
      long named = snapshot.nodes().stream().filter(node -> !node.discoveredBy().isEmpty()).count();
      long connected =
          snapshot.nodes().stream()
              .filter(node -> !node.discoveredBy().isEmpty() && node.isConnected())
              .count();
      assertThat(snapshot.conditions())
          .filteredOn(condition -> condition.type() == Condition.Type.PEERS_CONNECTED)
          .singleElement()
          .satisfies(
              condition ->
                  assertThat(condition.message())
                      .startsWith("%d of %d ".formatted(connected, named)));
    }
  }

  private static void assertConsistent(KnownNode node) {
    if (node.isConnected()) { // never failing
      assertThat(node.state()).isIn(NodeState.CONNECTED, NodeState.VANISHED);
      assertThat(node.failures()).isZero();
    }
    switch (node.state()) {
      case DISCOVERED -> {
        assertThat(node.discoveredBy()).isNotEmpty();
        assertThat(node.failures()).isZero();
      }
      case CONNECTED -> assertThat(node.isConnected()).isTrue();
      case FAILING -> {
        assertThat(node.discoveredBy()).isNotEmpty();
        assertThat(node.trouble()).isPresent();
        assertThat(node.failures()).isPositive().isGreaterThanOrEqualTo(node.failuresOfCause());
      }
      case VANISHED -> {
        assertThat(node.vanishedAt()).isPresent();
        assertThat(node.discoveredBy()).isEmpty();
      }
    }
  }

  @Property(tries = 500)
  void sinceChangesWithTheStateAndOnlyThen(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    for (Step step : steps) {
      Map<NodeName, KnownNode> before = played.nodes();
      played.play(step);
      played
          .nodes()
          .forEach(
              (name, after) -> {
                KnownNode known = before.get(name);
                boolean same = known != null && known.state() == after.state();
                assertThat(after.since()).isEqualTo(same ? known.since() : played.time.instant());
              });
    }
  }

  @Property(tries = 500)
  void onlyTheNamedTheConnectedAndTheLatelyVanishedAreKept(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    steps.forEach(played::play);
    played.lookUp(List.of(0, 0, 0)); // nothing is named any more
    played.play(new Step.TimePassed(60));
    played.play(new Step.Completed(0));
    for (int number = 2; number < PEERS + 2; number++) {
      played.play(new Step.LinkLost(number));
    }
    played.play(new Step.Completed(0));

    assertThat(played.nodes()).isEmpty();
  }

  @Property(tries = 500)
  void aSnapshotNeverChanges(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    for (Step step : steps) {
      DiscoverySnapshot before = played.state.snapshot();
      String text = before.toString();
      played.play(step);
      assertThat(before).hasToString(text);
    }
  }

  @Property(tries = 500)
  void lookupsThatFailChangeNoNode(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    steps.forEach(played::play);
    Map<NodeName, KnownNode> before = played.nodes();

    played.lookUp(List.of(-1, -1, -1));

    assertThat(played.nodes()).isEqualTo(before);
  }

  @Property(tries = 500)
  void questionsThatWereNotAskedTakeNoNodeAway(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    steps.forEach(played::play);
    Map<NodeName, KnownNode> before = played.nodes();

    played.state.lookedUp(List.of(), Map.of());

    assertThat(played.nodes()).isEqualTo(before);
  }

  @Property(tries = 500)
  void eventsAlternateAndLeadToWhatIsKnown(@ForAll("steps") List<Step> steps) {
    PlayedState played = new PlayedState();
    Map<NodeName, Boolean> connected = new HashMap<>();
    Map<NodeName, Boolean> named = new HashMap<>();
    steps.forEach(played::play);

    for (ClusterEvent event : played.events) {
      switch (event) {
        case ClusterEvent.NodeConnected e ->
            assertThat(connected.put(e.node(), true)).isNotEqualTo(true);
        case ClusterEvent.NodeLost e -> assertThat(connected.put(e.node(), false)).isEqualTo(true);
        case ClusterEvent.NodeFailing e -> assertThat(connected.get(e.node())).isNotEqualTo(true);
        case ClusterEvent.NodeDiscovered e ->
            assertThat(named.put(e.node(), true)).isNotEqualTo(true);
        case ClusterEvent.NodeVanished e -> assertThat(named.put(e.node(), false)).isEqualTo(true);
        default -> {
          // not of a node
        }
      }
    }
    for (int number = 2; number < PEERS + 2; number++) {
      KnownNode node = played.nodes().get(peer(number));
      assertThat(node != null && node.isConnected())
          .isEqualTo(connected.getOrDefault(peer(number), false));
      assertThat(node != null && !node.discoveredBy().isEmpty())
          .isEqualTo(named.getOrDefault(peer(number), false));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return PlayedState.steps();
  }
}
