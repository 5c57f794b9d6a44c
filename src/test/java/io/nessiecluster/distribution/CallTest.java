package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.CalledPeer.Frame;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls of a peer whose wire the test speaks; an own node answers none unless told how. */
class CallTest {

  private static final Duration TIMEOUT = TestNodes.TIMEOUT;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Term OK = atom("ok");
  private static final int QUEUE_BYTES = NodeLimits.DEFAULT.outboundQueueBytes();

  /** So many of a quarter of the queue are far more than the buffers of the system take. */
  private static final int MANY = 20;

  private static final long WITHOUT_SPAWN =
      DistributionFlag.HIDDEN_NODE & ~DistributionFlag.SPAWN.mask();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private TestNodes nodes;
  private ErlangNode node;
  private CalledPeer peer;

  @BeforeEach
  void open() throws Exception {
    nodes = new TestNodes();
    node = nodes.start(TestNodes.name("us"), new RecordedLinks());
    peer = new CalledPeer(nodes, node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> node.links().size() == 1);
  }

  @AfterEach
  void close() throws Exception {
    threads.close();
    nodes.close();
  }

  private Future<Term> call(CallMethod method, Duration timeout, Term... args) {
    return threads.submit(
        () -> node.call(method, peer.name(), "erlang", "nodes", List.of(args), timeout));
  }

  private static Term result(Future<Term> call) throws Exception {
    return call.get(20, TimeUnit.SECONDS);
  }

  private static CallFailedException failure(Future<Term> call) throws Exception {
    try {
      throw new AssertionError("a result: " + result(call));
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(CallFailedException.class);
      return (CallFailedException) e.getCause();
    }
  }

  private CallStatistics calls() {
    return node.links().getFirst().statistics().calls();
  }

  private Pid caller() {
    return new Pid(atom(node.name()), 1, 0, node.creation());
  }

  @Test
  void aCallByRexIsAGenServerCall() throws Exception {
    Future<Term> call = call(CallMethod.REX, TIMEOUT, atom("connected"));

    Frame request = peer.next();
    assertThat(request.control()).isEqualTo(tuple(integer(6), caller(), atom(""), atom("rex")));
    assertThat(request.message())
        .isEqualTo(
            tuple(
                atom("$gen_call"),
                tuple(caller(), request.id()),
                tuple(
                    atom("call"),
                    atom("erlang"),
                    atom("nodes"),
                    list(atom("connected")),
                    atom("user"))));
    peer.reply(request, list(atom("a@h")));

    assertThat(result(call)).isEqualTo(list(atom("a@h")));
    assertThat(peer.hasReadAll()).isTrue();
  }

  @Test
  void aCallByErpcIsASpawnRequest() throws Exception {
    Future<Term> call = call(CallMethod.ERPC, TIMEOUT, atom("connected"));

    Frame request = peer.next();
    Term mfa = tuple(atom("erpc"), atom("execute_call"), integer(4));
    assertThat(request.control())
        .isEqualTo(
            tuple(integer(29), request.id(), caller(), caller(), mfa, list(atom("monitor"))));
    assertThat(request.message())
        .isEqualTo(list(request.id(), atom("erlang"), atom("nodes"), list(atom("connected"))));
    exit(request, list(atom("a@h")));

    assertThat(result(call)).isEqualTo(list(atom("a@h")));
    assertThat(peer.hasReadAll()).isTrue();
  }

  private Pid process() {
    return new Pid(atom(peer.name()), 1234, 0, 17);
  }

  private void exit(Frame call, Term result) throws Exception {
    peer.send(new ControlMessage.SpawnReply(call.id(), caller(), process()));
    Term reason = tuple(call.id(), atom("return"), result);
    peer.send(new ControlMessage.MonitorPExit(process(), caller(), call.id(), reason));
  }

  @Test
  void aPeerThatCannotSpawnIsCalledByRexUnlessErpcIsAskedFor() throws Exception {
    CalledPeer old = new CalledPeer(nodes, node, WITHOUT_SPAWN);
    TestNodes.await("the link", () -> node.links().size() == 2);

    assertThatThrownBy(
            () -> node.call(CallMethod.ERPC, old.name(), "erlang", "now", List.of(), TIMEOUT))
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(CallFailure.REFUSED);
              assertThat(e.reason()).hasValue(atom("notsup"));
            });
    Future<Term> call =
        threads.submit(() -> node.call(old.name(), "erlang", "now", List.of(), TIMEOUT));
    Frame request = old.next();
    assertThat(request.fields().get(3)).isEqualTo(atom("rex"));
    old.reply(request, OK);
    assertThat(result(call)).isEqualTo(OK);
  }

  @Test
  void answersComeInAnyOrderToThousandsOfCallers() throws Exception {
    int count = 5000;
    List<Future<Term>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(call(i % 2 == 0 ? CallMethod.REX : CallMethod.ERPC, TIMEOUT, integer(i)));
    }
    List<Frame> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(peer.next());
    }
    assertThat(calls().inFlight()).isEqualTo(count);
    for (Frame request : requests.reversed()) {
      if (request.message() instanceof ListTerm(List<Term> args)) {
        exit(request, args.get(3));
      } else {
        Term mfa = ((Tuple) request.message()).get(2);
        peer.reply(request, ((Tuple) mfa).get(3));
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(result(calls.get(i))).isEqualTo(list(integer(i)));
    }
    assertThat(calls().succeeded()).isEqualTo(count);
    assertThat(calls().inFlight()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnAnswerACallTimesOutAndALateAnswerIsCounted(CallMethod method) throws Exception {
    Future<Term> call = call(method, SHORT);
    Frame request = peer.next();
    assertThat(failure(call).failure()).isEqualTo(CallFailure.TIMEOUT);
    assertThat(calls().inFlight()).isZero();

    if (method == CallMethod.REX) {
      peer.reply(request, OK);
    } else {
      exit(request, OK);
      assertThat(peer.next().control()) // nobody waits for the process that was begun late
          .isEqualTo(tuple(integer(20), caller(), process(), request.id()));
    }

    TestNodes.await("the late answer", () -> calls().lateAnswers() == 1);
    assertThat(calls().failed()).containsEntry(CallFailure.TIMEOUT, 1L);
  }

  @Test
  void aSpawnedCallThatIsGivenUpIsDemonitored() throws Exception {
    Future<Term> call = call(CallMethod.ERPC, Duration.ofSeconds(1));
    Frame request = peer.next();
    peer.send(new ControlMessage.SpawnReply(request.id(), caller(), process()));

    assertThat(failure(call).failure()).isEqualTo(CallFailure.TIMEOUT);

    assertThat(peer.next().control())
        .isEqualTo(tuple(integer(20), caller(), process(), request.id()));
  }

  @Test
  void theDeadlineAlsoBoundsTheWaitForAPeerThatDoesNotRead() throws Exception {
    Term args = Term.binary(new byte[QUEUE_BYTES / 4]);
    List<Future<Term>> calls = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      calls.add(call(CallMethod.REX, Duration.ofMillis(500), args));
    }
    for (Future<Term> call : calls) {
      assertThat(failure(call).failure()).isEqualTo(CallFailure.TIMEOUT);
    }
    assertThat(node.links()).as("own calls never lose the link").hasSize(1);
    assertThat(calls().inFlight()).isZero();
  }

  @Test
  void anInterruptEndsTheWaitForRoomToo() throws Exception {
    Term args = Term.binary(new byte[QUEUE_BYTES / 4]);
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      callers.add(
          Thread.ofVirtual()
              .start(
                  () ->
                      assertThatThrownBy(
                              () -> node.call(peer.name(), "erlang", "abs", List.of(args), TIMEOUT))
                          .isInstanceOf(InterruptedException.class)));
    }
    TestNodes.await("all calls", () -> calls().inFlight() == MANY);

    callers.forEach(Thread::interrupt);

    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(calls().inFlight()).isZero();
  }

  @Test
  void argumentsThatNeverFitAreRefusedBeforeAnythingIsSent() {
    Term args = Term.binary(new byte[QUEUE_BYTES / 2]);
    assertThatThrownBy(() -> node.call(peer.name(), "erlang", "abs", List.of(args), TIMEOUT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bytes");
    assertThat(calls().inFlight()).isZero();
    assertThat(node.links()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void theLossOfTheLinkFailsACallInFlight(CallMethod method) throws Exception {
    Future<Term> call = call(method, TIMEOUT);
    peer.next();

    peer.close();

    assertThat(failure(call).failure()).isEqualTo(CallFailure.NODE_LOST);
    assertThat(node.links()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void closingTheNodeFailsACallInFlight(CallMethod method) throws Exception {
    Future<Term> call = call(method, TIMEOUT);
    peer.next();

    node.close();

    assertThat(failure(call).failure()).isEqualTo(CallFailure.NODE_LOST);
  }

  @Test
  void aCallNeverDials() throws Exception {
    ErlangNode other = nodes.start(TestNodes.name("other"), new RecordedLinks());
    assertThatThrownBy(() -> node.call(other.name(), "erlang", "now", List.of(), TIMEOUT))
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failure()).isEqualTo(CallFailure.NOT_CONNECTED));
    assertThat(other.links()).isEmpty();
    assertThat(node.statistics().calls().failed()).containsEntry(CallFailure.NOT_CONNECTED, 1L);
  }

  @Test
  void anOwnNodeExecutesNothing() throws Exception {
    ErlangNode other = nodes.start(TestNodes.name("other"), new RecordedLinks());
    node.connect(other.name(), TIMEOUT);

    Future<Term> spawned =
        threads.submit(() -> node.call(other.name(), "erlang", "now", List.of(), TIMEOUT));
    assertThat(failure(spawned).failure()).isEqualTo(CallFailure.REFUSED);
    Future<Term> byRex =
        threads.submit(
            () -> node.call(CallMethod.REX, other.name(), "erlang", "now", List.of(), SHORT));
    assertThat(failure(byRex).failure()).isEqualTo(CallFailure.TIMEOUT);
    assertThat(node.links()).hasSize(2);
  }

  @Test
  void answersOfAnotherPeerAreNone() throws Exception {
    CalledPeer liar = new CalledPeer(nodes, node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> node.links().size() == 2);
    Future<Term> call = call(CallMethod.REX, TIMEOUT);
    Frame request = peer.next();

    liar.reply(request, atom("lie"));
    TestNodes.await("the lie", () -> node.statistics().calls().lateAnswers() == 1);
    peer.reply(request, OK);

    assertThat(result(call)).isEqualTo(OK);
  }

  @Test
  void whatIsAddressedToOthersIsSkipped() throws Exception {
    Future<Term> call = call(CallMethod.REX, TIMEOUT);
    Frame request = peer.next();
    Reference other = new Reference(atom(peer.name()), 17, List.of(1, 2, 3));

    peer.send(new ControlMessage.Send(process()), tuple(request.id(), atom("stray")));
    peer.send(new ControlMessage.MonitorPExit(process(), caller(), other, atom("noproc")));
    peer.reply(request, OK);

    assertThat(result(call)).isEqualTo(OK);
  }

  @Test
  void framesAndBytesAreCountedPerLinkAndPerNode() throws Exception {
    CalledPeer second = new CalledPeer(nodes, node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> node.links().size() == 2);
    Future<Term> call = call(CallMethod.REX, TIMEOUT);
    peer.reply(peer.next(), OK);
    result(call);
    second.send(new ControlMessage.UnlinkId(integer(1), process(), caller()));
    second.next();
    TestNodes.await("the answer is counted, which is so when it has gone", this::isAllCounted);

    LinkStatistics first = link(peer).statistics();
    assertThat(first.in().frames()).isEqualTo(1);
    assertThat(first.out().frames()).isEqualTo(1);
    assertThat(first.calls().succeeded()).isEqualTo(1);
    LinkStatistics other = link(second).statistics();
    assertThat(other.in().frames()).isEqualTo(1);
    assertThat(other.calls().succeeded()).isZero();
    NodeStatistics all = node.statistics();
    assertThat(all.links()).isEqualTo(2);
    assertThat(all.in().bytes()).isEqualTo(first.in().bytes() + other.in().bytes());
    assertThat(all.out().bytes()).isEqualTo(first.out().bytes() + other.out().bytes());

    second.close();
    TestNodes.await("the loss", () -> node.links().size() == 1);
    assertThat(node.statistics().in()).as("of a lost link too").isEqualTo(all.in());
  }

  private boolean isAllCounted() {
    Traffic out = node.statistics().out();
    return out.frames() == 2
        && out.bytes() == node.links().stream().mapToLong(l -> l.statistics().out().bytes()).sum();
  }

  private Link link(CalledPeer of) {
    return node.links().stream().filter(l -> l.peer().equals(of.name())).findAny().orElseThrow();
  }
}
