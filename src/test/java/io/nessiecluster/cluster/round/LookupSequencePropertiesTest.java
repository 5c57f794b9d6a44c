package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.address;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.KnownNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of nodes whatever the lookups of a sequence of rounds come to. */
class LookupSequencePropertiesTest {

  private static final Duration GRACE = Duration.ofSeconds(60);
  private static final int PEERS = 4;
  private static final List<Question> QUESTIONS =
      List.of(
          new Question("a.", RecordType.A),
          new Question("a.", RecordType.AAAA),
          new Question("b.", RecordType.A),
          new Question("b.", RecordType.AAAA));

  /**
   * A round.
   *
   * @param outcomes of each question
   * @param lost bits of the peers whose links break before it
   * @param seconds that pass before it
   */
  record Turn(List<LookupOutcome> outcomes, int lost, int seconds) {}

  /** What a reader of the contract expects, in the plainest words. */
  private static final class Model {
    final Map<NodeName, Set<Question>> namedBy = new HashMap<>();
    final Map<NodeName, Set<Question>> lastNamedBy = new HashMap<>(); // of the vanished
    final Map<NodeName, Duration> absence = new HashMap<>();
    Set<Question> complete = Set.of();

    void play(List<LookupOutcome> outcomes, int seconds) {
      absence.replaceAll(
          (node, time) ->
              complete.containsAll(lastNamedBy.get(node)) ? time.plusSeconds(seconds) : time);
      complete =
          IntStream.range(0, QUESTIONS.size())
              .filter(i -> !outcomes.get(i).isFailure())
              .mapToObj(QUESTIONS::get)
              .collect(Collectors.toSet());
      Map<NodeName, Set<Question>> before = new HashMap<>(namedBy);
      for (int number = 2; number < PEERS + 2; number++) {
        NodeName node = peer(number);
        Set<Question> naming = new HashSet<>(before.getOrDefault(node, Set.of()));
        naming.removeAll(complete);
        for (int i = 0; i < QUESTIONS.size(); i++) {
          if (outcomes.get(i).addresses().contains(address(number))) {
            naming.add(QUESTIONS.get(i));
          }
        }
        if (!naming.isEmpty()) {
          namedBy.put(node, naming);
          absence.remove(node);
        } else if (before.containsKey(node)) {
          namedBy.remove(node);
          lastNamedBy.put(node, before.get(node));
          absence.put(node, Duration.ZERO);
        }
      }
    }

    boolean isOver(NodeName node) {
      return absence.containsKey(node)
          && complete.containsAll(lastNamedBy.get(node))
          && absence.get(node).compareTo(GRACE) >= 0;
    }
  }

  @Property(tries = 200)
  void aNodeVanishesByCompleteAnswersOfAllThatNamedItAndIsDialledUntilThen(
      @ForAll("turns") List<Turn> turns) throws Exception {
    List<NodeName> disconnected = new CopyOnWriteArrayList<>();
    try (DiscoveryFixture fixture = new DiscoveryFixture()) {
      Discovery discovery =
          fixture
              .byHand()
              .with(
                  any ->
                      any.withQuery(new DnsQuery.Name("a."), new DnsQuery.Name("b."))
                          .withVanishPolicy(new VanishPolicy.Disconnect(GRACE, disconnected::add)))
              .start();
      Model model = new Model();
      for (Turn turn : turns) {
        fixture.time.advance(Duration.ofSeconds(turn.seconds()));
        for (int i = 0; i < QUESTIONS.size(); i++) {
          Question question = QUESTIONS.get(i);
          fixture.lookup.outcome(question.query(), question.type(), turn.outcomes().get(i));
        }
        lose(fixture, discovery, turn.lost());
        disconnected.clear();
        int vanished = fixture.events(ClusterEvent.NodeVanished.class).size();
        Set<NodeName> named = Set.copyOf(model.namedBy.keySet());

        DiscoveryRound round = fixture.round().round().orElseThrow();
        fixture.awaitIdle();
        List<NodeName> nodes = round.nodes();
        List<LookupOutcome> told = round.lookups().stream().map(LookupResult::outcome).toList();
        for (int i = 0; i < told.size(); i++) { // not waited for, it tells its last failure
          assertThat(told.get(i).isFailure() || told.get(i).equals(turn.outcomes().get(i)))
              .isTrue();
        }
        model.play(told, turn.seconds());

        Set<NodeName> gone = new HashSet<>(named);
        gone.removeAll(model.namedBy.keySet());
        List<ClusterEvent.NodeVanished> events = fixture.events(ClusterEvent.NodeVanished.class);
        assertThat(events.subList(vanished, events.size()))
            .extracting(ClusterEvent.NodeVanished::node)
            .containsExactlyInAnyOrderElementsOf(gone);
        assertThat(nodes).contains(SELF).containsAll(model.namedBy.keySet()); // each is dialled
        assertThat(discovery.snapshot().nodes().stream().filter(n -> !n.discoveredBy().isEmpty()))
            .extracting(KnownNode::name)
            .containsExactlyInAnyOrderElementsOf(model.namedBy.keySet());
        assertThat(disconnected).allMatch(model::isOver);
        for (int number = 2; number < PEERS + 2; number++) {
          if (model.isOver(peer(number)) && nodes.contains(peer(number))) {
            assertThat(disconnected).contains(peer(number));
          }
        }
      }
    }
  }

  private static void lose(DiscoveryFixture fixture, Discovery discovery, int bits) {
    for (int i = 0; i < PEERS; i++) {
      NodeName node = peer(i + 2);
      if ((bits >> i & 1) == 1 && fixture.peers.nodes().contains(node)) {
        fixture.peers.disconnect(node);
        discovery.connectionListener().connectionLost(node, LossCause.CONNECTION_RESET, "cut");
      }
    }
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    Arbitrary<List<String>> addresses =
        Arbitraries.integers()
            .between(0, (1 << PEERS) - 1)
            .map(
                bits ->
                    IntStream.range(0, PEERS)
                        .filter(i -> (bits >> i & 1) == 1)
                        .mapToObj(i -> address(i + 2))
                        .toList());
    Arbitrary<NoAnswer> none =
        Arbitraries.of(Reason.values()).map(r -> new NoAnswer(r, "scripted"));
    Arbitrary<NoAnswer> failure = none.filter(LookupOutcome::isFailure);
    Arbitrary<LookupOutcome> outcome =
        Arbitraries.oneOf(
            addresses.map(some -> new Answer(some, Duration.ofSeconds(5))),
            Combinators.combine(addresses, failure)
                .as((some, why) -> new PartialAnswer(some, Duration.ofSeconds(5), why)),
            none);
    return Combinators.combine(
            outcome.list().ofSize(QUESTIONS.size()),
            Arbitraries.integers().between(0, (1 << PEERS) - 1),
            Arbitraries.of(1, 20, 59, 60))
        .as(Turn::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(ArrayList::new);
  }
}
