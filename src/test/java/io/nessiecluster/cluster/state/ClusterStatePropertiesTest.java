package io.nessiecluster.cluster.state;

import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.round.FakePeers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of the known nodes after any sequence of lookups, dials, links and rounds. */
class ClusterStatePropertiesTest {

  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final int PEERS = 4;
  private static final int ROUNDS = 3;
  private static final int EVENTS_PER_NODE = 4;
  private static final List<Question> QUESTIONS =
      List.of(
          new Question("a.", RecordType.A),
          new Question("a.", RecordType.AAAA),
          new Question("b.", RecordType.A));

  /** Something that happens. */
  private sealed interface Step {
    /** Each question's answer: a bit for each peer, or negative for a failure. */
    record LookedUp(List<Integer> answers) implements Step {}

    record LinkUp(int peer) implements Step {}

    record LinkLost(int peer) implements Step {}

    record ConnectFailed(int peer, ConnectCause cause) implements Step {}

    /** A round ends while the bits are listed as connected. */
    record Completed(int listed) implements Step {}

    record TimePassed(int seconds) implements Step {}
  }

  private static final class World {
    final ManualTime time = new ManualTime();
    final FakePeers peers = new FakePeers(SELF);
    final List<ClusterEvent> events = new ArrayList<>();
    final ClusterState state =
        new ClusterState(
            SELF, peers, GRACE, time, time, new History(ROUNDS, EVENTS_PER_NODE), events::add);
    List<LookupResult> lookups = List.of();
    Map<NodeName, Set<Question>> found = Map.of();
    int rounds;

    void play(Step step) {
      switch (step) {
        case Step.LookedUp(var answers) -> lookUp(answers);
        case Step.LinkUp(int number) ->
            state.connectionUp(
                peer(number), new NodeConnection(NodeConnection.Direction.INBOUND, false));
        case Step.LinkLost(int number) ->
            state.connectionLost(peer(number), LossCause.CLOSED_BY_PEER, "gone");
        case Step.ConnectFailed(int number, var cause) ->
            state.connectFailed(new NodeConnectError(peer(number), cause, "in vain"));
        case Step.Completed(int listed) -> {
          for (int i = 0; i < PEERS; i++) {
            if ((listed >> i & 1) == 1) {
              peers.connect(peer(i + 2));
            } else {
              peers.disconnect(peer(i + 2));
            }
          }
          state.completed(round(), found.keySet());
        }
        case Step.TimePassed(int seconds) -> time.advance(Duration.ofSeconds(seconds));
      }
    }

    DiscoveryRound round() {
      return new DiscoveryRound(
          ++rounds, time.instant(), Duration.ZERO, peers.nodes(), List.of(), lookups);
    }

    void lookUp(List<Integer> answers) {
      List<LookupResult> results = new ArrayList<>();
      Map<NodeName, Set<Question>> named = new TreeMap<>();
      for (int i = 0; i < QUESTIONS.size(); i++) {
        Question question = QUESTIONS.get(i);
        int bits = answers.get(i);
        LookupOutcome outcome =
            bits < 0
                ? new NoAnswer(Reason.SERVFAIL, "as scripted")
                : new Answer(List.of(), Duration.ZERO);
        results.add(new LookupResult(question.query(), question.type(), outcome, Duration.ZERO));
        IntStream.range(0, PEERS)
            .filter(n -> bits >= 0 && (bits >> n & 1) == 1)
            .forEach(
                n ->
                    named
                        .computeIfAbsent(peer(n + 2), any -> new java.util.LinkedHashSet<>())
                        .add(question));
      }
      lookups = results;
      found = named;
      state.lookedUp(results, named);
    }

    Map<NodeName, KnownNode> nodes() {
      return state.snapshot().nodes().stream()
          .collect(Collectors.toMap(KnownNode::name, Function.identity()));
    }
  }

  /** Who follows the events knows the state of every node, without ever asking for it. */
  @Property(tries = 500)
  void theEventsOfANodeLeadToItsState(@ForAll("steps") List<Step> steps) {
    World world = new World();
    Map<NodeName, NodeLifecycle> followed = new HashMap<>();
    for (Step step : steps) {
      world.events.clear();
      world.play(step);

      for (ClusterEvent event : world.events) {
        if (event instanceof ClusterEvent.NodeEvent of) {
          followed.merge(
              of.node(), NodeLifecycle.UNKNOWN.after(of), (before, any) -> before.after(of));
        }
      }
      Map<NodeName, KnownNode> nodes = world.nodes();
      followed.keySet().retainAll(nodes.keySet());
      assertThat(followed).hasSameSizeAs(nodes);
      nodes.forEach(
          (name, node) -> {
            assertThat(followed.get(name).state()).isEqualTo(node.state());
            assertThat(followed.get(name).connected()).isEqualTo(node.isConnected());
            assertThat(world.state.historyOf(name).getFirst().state()).isEqualTo(node.state());
          });
    }
  }

  /** Memory is bounded by the table: nobody else has a history, and nobody a long one. */
  @Property(tries = 500)
  void onlyKnownNodesHaveAHistoryAndNeverALongOne(@ForAll("steps") List<Step> steps) {
    World world = new World();
    for (Step step : steps) {
      world.play(step);

      Map<NodeName, KnownNode> nodes = world.nodes();
      for (int number = 2; number < PEERS + 2; number++) {
        List<NodeRecord> history = world.state.historyOf(peer(number));
        assertThat(history.isEmpty()).isEqualTo(!nodes.containsKey(peer(number)));
        assertThat(history).hasSizeLessThanOrEqualTo(EVENTS_PER_NODE);
      }
      assertThat(world.state.rounds()).hasSizeLessThanOrEqualTo(ROUNDS);
    }
  }

  @Property(tries = 500)
  void whatIsToldOfANodeFitsTogether(@ForAll("steps") List<Step> steps) {
    World world = new World();
    for (Step step : steps) {
      world.play(step);

      DiscoverySnapshot snapshot = world.state.snapshot();
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
    World world = new World();
    for (Step step : steps) {
      Map<NodeName, KnownNode> before = world.nodes();
      world.play(step);
      world
          .nodes()
          .forEach(
              (name, after) -> {
                KnownNode known = before.get(name);
                boolean same = known != null && known.state() == after.state();
                assertThat(after.since()).isEqualTo(same ? known.since() : world.time.instant());
              });
    }
  }

  @Property(tries = 500)
  void onlyTheNamedTheConnectedAndTheLatelyVanishedAreKept(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::play);
    world.lookUp(List.of(0, 0, 0)); // nothing is named any more
    world.play(new Step.TimePassed(60));
    world.play(new Step.Completed(0));
    for (int number = 2; number < PEERS + 2; number++) {
      world.play(new Step.LinkLost(number));
    }
    world.play(new Step.Completed(0));

    assertThat(world.nodes()).isEmpty();
  }

  @Property(tries = 500)
  void aSnapshotNeverChanges(@ForAll("steps") List<Step> steps) {
    World world = new World();
    for (Step step : steps) {
      DiscoverySnapshot before = world.state.snapshot();
      String text = before.toString();
      world.play(step);
      assertThat(before).hasToString(text);
    }
  }

  @Property(tries = 500)
  void lookupsThatFailChangeNoNode(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::play);
    Map<NodeName, KnownNode> before = world.nodes();

    world.lookUp(List.of(-1, -1, -1));

    assertThat(world.nodes()).isEqualTo(before);
  }

  @Property(tries = 500)
  void questionsThatWereNotAskedTakeNoNodeAway(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::play);
    Map<NodeName, KnownNode> before = world.nodes();

    world.state.lookedUp(List.of(), Map.of());

    assertThat(world.nodes()).isEqualTo(before);
  }

  @Property(tries = 500)
  void eventsAlternateAndLeadToWhatIsKnown(@ForAll("steps") List<Step> steps) {
    World world = new World();
    Map<NodeName, Boolean> connected = new HashMap<>();
    Map<NodeName, Boolean> named = new HashMap<>();
    steps.forEach(world::play);

    for (ClusterEvent event : world.events) {
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
      KnownNode node = world.nodes().get(peer(number));
      assertThat(node != null && node.isConnected())
          .isEqualTo(connected.getOrDefault(peer(number), false));
      assertThat(node != null && !node.discoveredBy().isEmpty())
          .isEqualTo(named.getOrDefault(peer(number), false));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> number = Arbitraries.integers().between(2, PEERS + 1);
    Arbitrary<Integer> bits = Arbitraries.integers().between(0, (1 << PEERS) - 1);
    Arbitrary<Integer> answer = Arbitraries.oneOf(bits, Arbitraries.just(-1));
    Arbitrary<ConnectCause> cause =
        Arbitraries.of(ConnectCause.COOKIE_MISMATCH, ConnectCause.CONNECT_TIMEOUT);
    Arbitrary<Step> step =
        Arbitraries.oneOf(
            answer.list().ofSize(QUESTIONS.size()).map(Step.LookedUp::new),
            number.map(Step.LinkUp::new),
            number.map(Step.LinkLost::new),
            Combinators.combine(number, cause).as(Step.ConnectFailed::new),
            bits.map(Step.Completed::new),
            Arbitraries.of(1, 30, 60, 90).map(Step.TimePassed::new));
    return step.list().ofMaxSize(40);
  }
}
