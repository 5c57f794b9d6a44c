package io.nessiecluster.connector;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.CalledPeer;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.RecordedLinks;
import io.nessiecluster.distribution.TestNodes;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.MapTerm;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.mesh.MeshCallException;
import io.nessiecluster.mesh.MeshCallException.Reason;
import io.nessiecluster.mesh.Sighting;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Members whose wire the test speaks, as those that answer wrong, late or never. */
class ErlangMeshCallsTest {

  private static final Duration TIMEOUT = TestNodes.TIMEOUT;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Term UNDEF =
      tuple(atom("badrpc"), tuple(atom("EXIT"), tuple(atom("undef"), list())));
  private static final Term ONE_NODE =
      list(
          tuple(
              atom("b@10.0.0.2"),
              new MapTerm(
                  Map.of(atom("connection_id"), integer(5), atom("node_type"), atom("visible")))));

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private TestNodes nodes;
  private ErlangNode node;
  private ErlangMeshCalls calls;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    String us = TestNodes.name("us");
    node = nodes.start(us, new RecordedLinks());
    ErlangMeshCalls.Alive alive =
        new ErlangMeshCalls.Alive(
            node, nodes.settings(us), System::nanoTime, nodes.runtime.threads());
    calls = new ErlangMeshCalls(() -> alive);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
    threads.close();
  }

  /** Links a member that answers calls of {@code module:function/arity}, or not when empty. */
  private NodeName member(BiFunction<String, Integer, Optional<Term>> answers) throws Exception {
    CalledPeer peer = new CalledPeer(nodes, node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> node.link(peer.name()).isPresent());
    threads.execute(() -> answerAll(peer, answers));
    return new NodeName(peer.name());
  }

  private static void answerAll(
      CalledPeer peer, BiFunction<String, Integer, Optional<Term>> answers) {
    try {
      for (int i = 1; ; i++) {
        CalledPeer.Frame call = peer.next();
        ListTerm request = (ListTerm) call.message();
        ListTerm arguments = (ListTerm) request.elements().get(3);
        String function =
            "%s:%s/%d"
                .formatted(
                    request.elements().get(1).text(),
                    request.elements().get(2).text(),
                    arguments.elements().size());
        Optional<Term> answer = answers.apply(function, i);
        if (answer.isPresent()) {
          returned(peer, call, answer.get());
        }
      }
    } catch (Exception _) {
      return; // the link is lost
    }
  }

  private static void returned(CalledPeer peer, CalledPeer.Frame call, Term result)
      throws IOException {
    Pid caller = (Pid) call.caller();
    Pid process = new Pid(atom(peer.name()), 1234, 0, 17);
    peer.send(new ControlMessage.SpawnReply(call.id(), caller, process));
    Term outcome = tuple(call.id(), atom("return"), result);
    peer.send(new ControlMessage.MonitorPExit(process, caller, call.id(), outcome));
  }

  private static MeshCallException failure(ThrowingCallable question) {
    MeshCallException[] failure = new MeshCallException[1];
    assertThatThrownBy(question)
        .isInstanceOfSatisfying(MeshCallException.class, e -> failure[0] = e);
    return failure[0];
  }

  @Test
  void everyFunctionThatCanBeCalledIsCountedAlsoWhenItNeverWas() throws Exception {
    assertThat(calls.counts())
        .hasSize(RemoteFunction.values().length)
        .allSatisfy((function, count) -> assertThat(count).isZero())
        .containsKeys("erlang:nodes/2", "gen_tcp:connect/4");

    calls.view(member((_, _) -> Optional.of(ONE_NODE)), TIMEOUT);
    NodeName silent = member((_, _) -> Optional.empty());
    assertThat(failure(() -> calls.facts(silent, SHORT)).reason()).isEqualTo(Reason.TIMEOUT);

    assertThat(calls.counts())
        .containsEntry("erlang:nodes/2", 1L)
        .containsEntry("erlang:system_info/1", 1L)
        .containsEntry("os:getenv/1", 0L);
  }

  @Test
  void withoutAnOwnNodeNobodyIsLinked() {
    ErlangMeshCalls asleep = new ErlangMeshCalls(() -> null);

    MeshCallException failure = failure(() -> asleep.view(new NodeName("a@h"), TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.NOT_LINKED);
    assertThat(failure.detail()).isEqualTo("the own node is not started");
  }

  @Test
  void anOlderMemberIsAskedPlainlyForAsLongAsItsLinkStands() throws Exception {
    BiFunction<String, Integer, Optional<Term>> old =
        (function, _) ->
            Optional.of(function.equals("erlang:nodes/2") ? UNDEF : list(atom("b@10.0.0.2")));
    NodeName member = member(old);
    for (int i = 0; i < 3; i++) {
      assertThat(calls.view(member, TIMEOUT).sightings())
          .containsExactly(
              new Sighting(new NodeName("b@10.0.0.2"), false, 0),
              new Sighting(new NodeName("b@10.0.0.2"), true, 0));
    }
    assertThat(calls.counts())
        .containsEntry("erlang:nodes/2", 1L)
        .containsEntry("erlang:nodes/1", 6L);

    calls.view(member(old), TIMEOUT);

    assertThat(calls.counts()).containsEntry("erlang:nodes/2", 2L);
  }

  @Test
  void aMemberThatDoesNotSpawnRefuses() throws Exception {
    CalledPeer peer = new CalledPeer(nodes, node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> node.link(peer.name()).isPresent());
    threads.submit(
        () -> {
          CalledPeer.Frame call = peer.next();
          peer.send(
              new ControlMessage.SpawnReply(call.id(), (Pid) call.caller(), atom("system_limit")));
          return peer;
        });

    MeshCallException failure = failure(() -> calls.view(new NodeName(peer.name()), TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.REFUSED);
    assertThat(failure.detail()).endsWith("the peer refuses the call: system_limit");
  }

  @Test
  void allCallsOfAQuestionHaveOneDeadline() throws Exception {
    NodeName member =
        member(
            (function, _) ->
                switch (function) {
                  case "erlang:system_info/1" ->
                      Optional.of(ListTerm.ofBytes(new byte[] {'2', '7'}));
                  case "erlang:statistics/1" -> Optional.of(tuple(integer(5), integer(5)));
                  default -> Optional.empty();
                });
    long begin = System.nanoTime();

    assertThat(failure(() -> calls.facts(member, Duration.ofMillis(300))).reason())
        .isEqualTo(Reason.TIMEOUT);

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(5));
    assertThat(calls.counts()).containsEntry("os:getenv/1", 1L);
  }

  @Test
  void anAnswerOfAMillionNamesLosesTheLinkAndHarmsNobodyElse() throws Exception {
    Term million = new ListTerm(Collections.nCopies(1_000_000, atom("b@10.0.0.2")));
    NodeName loud = member((_, _) -> Optional.of(million));
    NodeName member = member((_, _) -> Optional.of(ONE_NODE));

    assertThat(failure(() -> calls.view(loud, TIMEOUT)).reason()).isEqualTo(Reason.NOT_LINKED);

    assertThat(node.link(loud.text())).isEmpty();
    assertThat(calls.view(member, TIMEOUT).sightings()).hasSize(1);
  }

  @Test
  void aFunctionThatFailsIsABadAnswer() throws Exception {
    Term failed = tuple(atom("badrpc"), tuple(atom("EXIT"), tuple(atom("badarg"), list())));
    NodeName member = member((_, _) -> Optional.of(failed));

    MeshCallException failure = failure(() -> calls.globalNames(member, TIMEOUT));

    assertThat(failure.reason()).isEqualTo(Reason.BAD_ANSWER);
    assertThat(failure.detail())
        .isEqualTo("global:registered_names at " + member + ": the function failed: badarg");
  }

  @Test
  void globalNamesAreLinesInErlangsNotation() throws Exception {
    Term names = list(atom("leader"), tuple(atom("shop"), integer(1)), atom("<b>\n"));
    NodeName member = member((_, _) -> Optional.of(names));

    assertThat(calls.globalNames(member, TIMEOUT))
        .containsExactlyInAnyOrder("leader", "{shop,1}", "'<b>\\n'");
    NodeName many =
        member((_, _) -> Optional.of(new ListTerm(Collections.nCopies(20_001, integer(1)))));
    assertThat(failure(() -> calls.globalNames(many, TIMEOUT)).reason())
        .isEqualTo(Reason.BAD_ANSWER);
  }
}
