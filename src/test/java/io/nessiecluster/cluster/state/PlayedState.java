package io.nessiecluster.cluster.state;

import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;

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

/** What is known of some nodes, and what it becomes step by step. */
final class PlayedState {

  static final int PEERS = 4;
  static final int ROUNDS = 3;
  static final int EVENTS_PER_NODE = 4;
  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final List<Question> QUESTIONS =
      List.of(
          new Question("a.", RecordType.A),
          new Question("a.", RecordType.AAAA),
          new Question("b.", RecordType.A));

  /** Something that happens. */
  sealed interface Step {
    /** Each question's answer: a bit for each peer, or negative for a failure. */
    record LookedUp(List<Integer> answers) implements Step {}

    record LinkUp(int peer) implements Step {}

    record LinkLost(int peer) implements Step {}

    record ConnectFailed(int peer, ConnectCause cause) implements Step {}

    /** A round ends while the bits are listed as connected. */
    record Completed(int listed) implements Step {}

    record TimePassed(int seconds) implements Step {}
  }

  final ManualTime time = new ManualTime();
  private final FakePeers peers = new FakePeers(SELF);
  final List<ClusterEvent> events = new ArrayList<>();
  final ClusterState state =
      new ClusterState(
          SELF, peers, GRACE, time, time, new History(ROUNDS, EVENTS_PER_NODE), events::add);
  private List<LookupResult> lookups = List.of();
  private Map<NodeName, Set<Question>> found = Map.of();
  private int rounds;

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

  private DiscoveryRound round() {
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

  /** Any sequence of steps. */
  static Arbitrary<List<Step>> steps() {
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
