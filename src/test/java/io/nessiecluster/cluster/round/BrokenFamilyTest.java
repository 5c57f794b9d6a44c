package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.Condition;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One family's broken lookup neither spoils the other's good answer nor holds rounds up. */
class BrokenFamilyTest {

  private static final NodeName V6 = new NodeName("app@fd00::2");

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();
  private final Semaphore turns = new Semaphore(0); // lookups of AAAA that may end

  @AfterEach
  void close() throws InterruptedException {
    turns.release(1_000_000);
    fixture.close();
  }

  @Test
  void theTypesOfANameAreAskedSideBySide() throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    fixture
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      try {
                        together.await(BOUND.toSeconds(), TimeUnit.SECONDS);
                      } catch (java.util.concurrent.BrokenBarrierException
                          | java.util.concurrent.TimeoutException e) {
                        throw new IllegalStateException("asked alone", e);
                      }
                      return resolver.lookup().lookup(name, type);
                    }))
        .with(any -> any.withLookupTimeout(Duration.ofSeconds(5)))
        .named(2)
        .start();

    assertThat(outcomes(fixture.round())).containsExactly("A answer", "AAAA no_data");
  }

  @Test
  void theFailureIsListedCountedAndHintedWhileTheDnsAnswers() throws Exception {
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);
    Discovery discovery = fixture.named(2).start();
    fixture.round();

    DiscoveryResult result = fixture.round();

    assertThat(outcomes(result)).containsExactly("A answer", "AAAA servfail");
    assertThat(result.round().orElseThrow().lookups().getLast().outcome())
        .isInstanceOfSatisfying(
            NoAnswer.class, none -> assertThat(none.detail()).contains("resource-types=A "));
    assertThat(fixture.events(ClusterEvent.DnsFailing.class))
        .extracting(ClusterEvent.DnsFailing::failures)
        .containsExactly(1, 2);
    assertThat(fixture.logged("resource-types=A ")).hasSize(1);
    assertThat(answering(discovery))
        .satisfies(
            condition -> {
              assertThat(condition.status()).isEqualTo(Condition.Status.TRUE);
              assertThat(condition.reason()).isEqualTo("AnsweringInPart");
              assertThat(condition.message()).contains("app.svc AAAA: servfail");
            });
    fixture.time.advance(Duration.ofSeconds(9));
    assertThat(discovery.snapshot().answerEnd().age()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void theOtherTypesThatAreAskedForStayInTheHint() throws Exception {
    fixture
        .with(any -> any.withRecordTypes(List.of(RecordType.A, RecordType.AAAA, RecordType.SRV)))
        .lookup
        .addresses(QUERY, RecordType.AAAA, "fd00::2")
        .fails(QUERY, RecordType.A, Reason.REFUSED);
    fixture.start();

    assertThat(fixture.round().round().orElseThrow().lookups().getFirst().outcome())
        .isInstanceOfSatisfying(
            NoAnswer.class, none -> assertThat(none.detail()).contains("resource-types=AAAA,SRV "));
  }

  @Test
  void withoutACompleteAnswerBesideItAFailureIsOne() throws Exception {
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.SERVFAIL);
    Discovery discovery = fixture.start(); // no A records
    fixture.time.advance(Duration.ofSeconds(9));
    fixture.round();
    assertThat(answering(discovery).reason()).isEqualTo("LookupFailed");
    assertThat(discovery.snapshot().answerEnd().age()).isEqualTo(Duration.ofSeconds(9));

    fixture.lookup.outcome(
        QUERY,
        RecordType.A,
        new PartialAnswer(
            List.of("10.0.0.2"), Duration.ZERO, new NoAnswer(Reason.TRUNCATED, "cut short")));
    fixture.round();
    assertThat(answering(discovery).reason()).isEqualTo("LookupFailed");

    fixture.named(2).round();
    assertThat(answering(discovery).reason()).isEqualTo("AnsweringInPart");
    assertThat(fixture.logged("resource-types")).isEmpty(); // told once, and then every 20th time
  }

  @Test
  void aFamilyThatFailsBesideTheOthersAnswerIsNotWaitedForAgain() throws Exception {
    slowFamily(new NoAnswer(Reason.TIMEOUT, "silence"));
    turns.release();
    assertThat(outcomes(fixture.round())).containsExactly("A answer", "AAAA timeout");

    for (int i = 0; i < 5; i++) { // nobody lets its second lookup end
      assertThat(outcomes(fixture.round())).containsExactly("A answer", "AAAA timeout");
    }

    assertThat(fixture.lookup.calls().stream().filter(call -> call.type() == RecordType.AAAA))
        .hasSize(1);
    assertThat(fixture.events(ClusterEvent.DnsFailing.class)).hasSize(6);
    fixture.executor.awaitRunning(1); // its one lookup, and no other
  }

  @Test
  void oneThatIsAnsweredAtOnceAgainIsSoInTheSameRound() throws Exception {
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.TIMEOUT);
    fixture.named(2).start();
    fixture.round();

    fixture.lookup.addresses(QUERY, RecordType.AAAA, "fd00::2");

    assertThat(outcomes(fixture.round())).containsExactly("A answer", "AAAA answer");
  }

  @Test
  void itsNodesStayAndOnceItAnswersItIsWaitedForAsBefore() throws Exception {
    slowFamily(new NoAnswer(Reason.TIMEOUT, "silence"));
    fixture.lookup.addresses(QUERY, RecordType.AAAA, "fd00::2");
    turns.release();
    fixture.round();
    fixture.lookup.fails(QUERY, RecordType.AAAA, Reason.TIMEOUT);
    turns.release();
    fixture.round();
    fixture.round(); // not waited for
    assertThat(fixture.known(V6).state()).isEqualTo(NodeState.CONNECTED);

    fixture.lookup.addresses(QUERY, RecordType.AAAA, "fd00::3");
    turns.release();
    fixture.awaitIdle(); // it is answered, in nobody's time
    Background<DiscoveryResult> round = inBackground(fixture::round);
    round.awaitWaiting();
    assertThat(round.isDone()).isFalse(); // this one waits
    turns.release();

    assertThat(round.result().nodes()).contains(SELF, peer(2), new NodeName("app@fd00::3"));
    assertThat(fixture.known(V6).state()).isEqualTo(NodeState.VANISHED);
    assertThat(fixture.events(ClusterEvent.DnsRecovered.class)).hasSize(1);
  }

  /** Each lookup of AAAA takes a turn before it has its outcome. */
  private void slowFamily(LookupOutcome first) {
    fixture.lookup.outcome(QUERY, RecordType.AAAA, first);
    fixture
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      if (type == RecordType.AAAA) {
                        turns.acquire();
                      }
                      return resolver.lookup().lookup(name, type);
                    }))
        .named(2)
        .start();
  }

  private static List<String> outcomes(DiscoveryResult result) {
    return result.round().orElseThrow().lookups().stream()
        .map((LookupResult lookup) -> lookup.type() + " " + lookup.outcome().code())
        .toList();
  }

  private static Condition answering(Discovery discovery) {
    return discovery.snapshot().conditions().stream()
        .filter(condition -> condition.type() == Condition.Type.DNS_ANSWERING)
        .findFirst()
        .orElseThrow();
  }
}
