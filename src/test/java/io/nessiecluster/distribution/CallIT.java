package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Binary;
import io.nessiecluster.distribution.etf.Int;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of a real BEAM. */
@RequiresErlang
class CallIT {

  private static final Duration TIMEOUT = TestNodes.TIMEOUT;
  private static final Term OK = Term.atom("ok");

  private final String us = TestNodes.name("us");
  private final RecordedLinks links = new RecordedLinks();
  private TestNodes nodes;
  private BeamNode beam;
  private ErlangNode node;
  private Link link;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    beam = nodes.beam(TestNodes.name("beam"));
    node = nodes.start(us, links);
    link = node.connect(beam.name(), TIMEOUT);
  }

  @AfterEach
  void close() throws Exception {
    nodes.close();
  }

  private Term call(CallMethod method, String module, String function, Term... args)
      throws Exception {
    return node.call(method, beam.name(), module, function, List.of(args), TIMEOUT);
  }

  private CallFailedException failure(
      CallMethod method, Duration timeout, String module, String function, Term... args) {
    try {
      Term result = node.call(method, beam.name(), module, function, List.of(args), timeout);
      throw new AssertionError("a result: " + result);
    } catch (CallFailedException e) {
      assertThat(e.detail()).contains(module, function, beam.name());
      return e;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBeamTellsWhatItSeesAndIs(CallMethod method) throws Exception {
    assertThat(call(method, "erlang", "nodes", Term.atom("connected")))
        .isEqualTo(Term.list(Term.atom(us)));
    assertThat(call(method, "erlang", "node")).isEqualTo(Term.atom(beam.name()));
    assertThat(call(method, "erlang", "system_info", Term.atom("otp_release")))
        .isInstanceOfSatisfying(ListTerm.class, r -> assertThat(r.elements()).hasSize(2));
    assertThat(call(method, "net_kernel", "connect_node", Term.atom(us)))
        .isEqualTo(Term.atom("true"));
  }

  @Test
  void withoutAChoiceTheBestMethodIsTaken() throws Exception {
    assertThat(node.call(beam.name(), "erlang", "node", List.of(), TIMEOUT))
        .isEqualTo(Term.atom(beam.name()));
    assertThat(link.statistics().in().frames()).as("SPAWN_REPLY, MONITOR_P_EXIT").isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void aFunctionThatFailsIsABadRpcWithErlangsReason(CallMethod method) {
    CallFailedException undef = failure(method, TIMEOUT, "nosuchmodule", "f", Term.integer(1));
    assertThat(undef.failure()).isEqualTo(CallFailure.BAD_RPC);
    assertThat(undef.detail()).endsWith("undef");
    Tuple exit = (Tuple) undef.reason().orElseThrow();
    assertThat(exit.get(0)).isEqualTo(Term.atom("EXIT"));
    Tuple error = (Tuple) exit.get(1);
    assertThat(error.get(0)).isEqualTo(Term.atom("undef"));
    Tuple frame = (Tuple) ((ListTerm) error.get(1)).elements().getFirst();
    assertThat(frame.elements().subList(0, 3))
        .containsExactly(Term.atom("nosuchmodule"), Term.atom("f"), Term.list(Term.integer(1)));

    CallFailedException exited = failure(method, TIMEOUT, "erlang", "exit", Term.atom("enough"));
    assertThat(exited.failure()).isEqualTo(CallFailure.BAD_RPC);
    assertThat(exited.reason()).hasValue(Term.tuple(Term.atom("EXIT"), Term.atom("enough")));

    CallFailedException raised = failure(method, TIMEOUT, "erlang", "error", Term.atom("odd"));
    assertThat(raised.reason().map(r -> ((Tuple) ((Tuple) r).get(1)).get(0)))
        .hasValue(Term.atom("odd"));
    assertThat(node.statistics().calls().failed()).containsEntry(CallFailure.BAD_RPC, 3L);
  }

  @ParameterizedTest
  @EnumSource
  void aThrownValueIsAResultAsWithRpcCall(CallMethod method) throws Exception {
    assertThat(call(method, "erlang", "throw", Term.atom("ball"))).isEqualTo(Term.atom("ball"));
    Term exit = Term.tuple(Term.atom("EXIT"), Term.atom("x"));
    if (method == CallMethod.ERPC) { // rex of OTP 25 and later returns even this one
      assertThat(failure(method, TIMEOUT, "erlang", "throw", exit).reason()).hasValue(exit);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFunctionThatIsKilledIsABadRpc(CallMethod method) throws Exception {
    load("victim", "die() -> exit(self(), kill), receive after infinity -> ok end.", "die/0");
    assertThat(failure(method, TIMEOUT, "victim", "die").reason())
        .hasValue(Term.tuple(Term.atom("EXIT"), Term.atom("killed")));
  }

  /** Gives the BEAM a module of one function. */
  private void load(String module, String function, String exported) {
    String text = "-module(%s). -export([%s]). %s".formatted(module, exported, function);
    assertThat(
            beam.eval(
                """
                Split = fun(S) -> [string:trim(F) ++ "." || F <- string:split(S, ". ", all)] end,
                Form = fun(F) -> {ok, T, _} = erl_scan:string(F), {ok, P} = erl_parse:parse_form(T), P end,
                {ok, M, B} = compile:forms([Form(F) || F <- Split("%s")]),
                code:load_binary(M, "none", B)
                """
                    .formatted(text.substring(0, text.length() - 1))))
        .isEqualTo("{module,%s}".formatted(module));
  }

  @Test
  void aCallThatTakesTooLongTimesOutAndItsLateAnswerIsDroppedAndCounted() throws Exception {
    CallFailedException late =
        failure(CallMethod.REX, Duration.ofMillis(50), "timer", "sleep", Term.integer(300));
    assertThat(late.failure()).isEqualTo(CallFailure.TIMEOUT);
    assertThat(link.statistics().calls().inFlight()).isZero();

    TestNodes.await("the late answer", () -> link.statistics().calls().lateAnswers() == 1);

    assertThat(call(CallMethod.REX, "erlang", "node")).isEqualTo(Term.atom(beam.name()));
    assertThat(link.statistics().calls().failed()).containsEntry(CallFailure.TIMEOUT, 1L);
  }

  @Test
  void aSpawnedCallThatIsGivenUpIsNotWatchedAnyMore() throws Exception {
    load("watched", "wait() -> register(watched, self()), receive stop -> ok end.", "wait/0");
    CallFailedException late = failure(CallMethod.ERPC, Duration.ofMillis(500), "watched", "wait");
    assertThat(late.failure()).isEqualTo(CallFailure.TIMEOUT);

    TestNodes.await(
        "nobody watches",
        () ->
            beam.eval("process_info(whereis(watched), monitored_by)").equals("{monitored_by,[]}"));
    beam.eval("watched ! stop");
    TestNodes.await("its end", () -> beam.eval("whereis(watched)").equals("undefined"));
    assertThat(call(CallMethod.ERPC, "erlang", "node")).isEqualTo(Term.atom(beam.name()));
    assertThat(link.statistics().calls().lateAnswers()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aNodeThatIsKilledFailsTheCallsInFlight(CallMethod method) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<CallFailedException> call =
          threads.submit(
              () ->
                  failure(method, Duration.ofSeconds(30), "timer", "sleep", Term.integer(20_000)));
      TestNodes.await("the call", () -> link.statistics().calls().inFlight() == 1);
      TestNodes.await("the request is written", () -> link.statistics().out().frames() >= 1);

      beam.kill();

      assertThat(call.get(10, TimeUnit.SECONDS).failure()).isEqualTo(CallFailure.NODE_LOST);
    }
    assertThat(node.links()).isEmpty();
    assertThat(failure(method, TIMEOUT, "erlang", "node").failure())
        .isEqualTo(CallFailure.NOT_CONNECTED);
    assertThat(node.statistics().calls().failed())
        .containsEntry(CallFailure.NODE_LOST, 1L)
        .containsEntry(CallFailure.NOT_CONNECTED, 1L);
  }

  @ParameterizedTest
  @EnumSource
  void aThousandCallsRunAtOnce(CallMethod method) throws Exception {
    int count = 1000;
    long start = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Term>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int n = i;
        calls.add(
            threads.submit(
                () ->
                    n % 2 == 0
                        ? call(method, "timer", "sleep", Term.integer(1000))
                        : call(method, "erlang", "abs", Term.integer(-n))));
      }
      for (int i = 0; i < count; i++) {
        assertThat(calls.get(i).get(20, TimeUnit.SECONDS))
            .isEqualTo(i % 2 == 0 ? OK : Term.integer(i));
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    CallStatistics calls = node.statistics().calls();
    assertThat(calls.succeeded()).isEqualTo(count);
    assertThat(calls.inFlight()).isZero();
    assertThat(calls.lateAnswers()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aResultUpToTheFrameCapComesAndALargerOneLosesTheLink(CallMethod method) throws Exception {
    int size = NodeLimits.DEFAULT.maxFrameBytes() - 1024;
    Term big =
        call(method, "binary", "copy", Term.binary(new byte[1024]), Term.integer(size >> 10));
    assertThat(((Binary) big).bytes().size()).isEqualTo(size);
    Term list = call(method, "lists", "seq", Term.integer(1), Term.integer(200_000));
    List<Term> elements = ((ListTerm) list).elements();
    assertThat(elements).hasSize(200_000).endsWith(Int.of(200_000));

    CallFailedException tooBig =
        failure(
            method, TIMEOUT, "binary", "copy", Term.binary(new byte[1024]), Term.integer(20_000));

    assertThat(tooBig.failure()).isEqualTo(CallFailure.NODE_LOST);
    links.await("lost " + beam.name() + " PROTOCOL_ERROR");
    link = node.connect(beam.name(), TIMEOUT);
    assertThat(call(method, "erlang", "node")).isEqualTo(Term.atom(beam.name()));
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsTheWait(CallMethod method) throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThatThrownBy(() -> call(method, "timer", "sleep", Term.integer(10_000)))
                        .isInstanceOf(InterruptedException.class));
    TestNodes.await("the call", () -> link.statistics().calls().inFlight() == 1);

    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    assertThat(link.statistics().calls().inFlight()).isZero();
  }

  @Test
  void aFunctionThatPrintsFailsWhenSpawnedButPrintsByRex() throws Exception {
    Term text = ListTerm.ofBytes("hello".getBytes(StandardCharsets.US_ASCII));
    assertThat(call(CallMethod.REX, "io", "format", text)).isEqualTo(OK);
    assertThat(failure(CallMethod.ERPC, TIMEOUT, "io", "format", text).failure())
        .isEqualTo(CallFailure.BAD_RPC);
  }

  @Test
  void theCallingProcessIsNobodyToThePeer() throws Exception {
    load("seen", "me() -> persistent_term:put(caller, group_leader()), ok.", "me/0");
    assertThat(call(CallMethod.ERPC, "seen", "me")).isEqualTo(OK);
    assertThat(
            beam.eval(
                "P = persistent_term:get(caller), group_leader(self(), P), P ! hello, exit(P, kill),"
                    + " R = monitor(process, P), receive {'DOWN', R, _, _, W} -> W after 5000 -> late end"))
        .isEqualTo("noproc");
    assertThat(call(CallMethod.ERPC, "erlang", "node")).isEqualTo(Term.atom(beam.name()));
    assertThat(links.all()).containsExactly("up " + beam.name() + " INITIATED");
  }

  @Test
  void controlMessagesWithATraceTokenAreUnderstood() throws Exception {
    load(
        "traced",
        "ping(N) -> seq_trace:set_token(label, 17), seq_trace:set_token(send, true),"
            + " net_adm:ping(N).",
        "ping/1");
    for (CallMethod method : CallMethod.values()) { // the answer of rex bears the token too
      assertThat(call(method, "traced", "ping", new Atom(us))).isEqualTo(Term.atom("pong"));
    }
    assertThat(links.all()).containsExactly("up " + beam.name() + " INITIATED");
  }
}
