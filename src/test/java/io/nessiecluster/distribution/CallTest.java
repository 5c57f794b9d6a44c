package io.nessiecluster.distribution;

import static io.nessiecluster.distribution.CallFixture.failure;
import static io.nessiecluster.distribution.CallFixture.result;
import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.CalledPeer.Frame;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls of a peer whose wire the test speaks; an own node answers none unless told how. */
class CallTest {

  private static final Duration TIMEOUT = TestNodes.TIMEOUT;
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Term OK = atom("ok");

  private static final long WITHOUT_SPAWN =
      DistributionFlag.HIDDEN_NODE & ~DistributionFlag.SPAWN.mask();

  private CallFixture fixture;

  @BeforeEach
  void open() throws Exception {
    fixture = new CallFixture();
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void aCallByRexIsAGenServerCall() throws Exception {
    Future<Term> call = fixture.call(CallMethod.REX, TIMEOUT, atom("connected"));

    Frame request = fixture.peer.next();
    assertThat(request.control())
        .isEqualTo(tuple(integer(6), fixture.caller(), atom(""), atom("rex")));
    assertThat(request.message())
        .isEqualTo(
            tuple(
                atom("$gen_call"),
                tuple(fixture.caller(), request.id()),
                tuple(
                    atom("call"),
                    atom("erlang"),
                    atom("nodes"),
                    list(atom("connected")),
                    atom("user"))));
    fixture.peer.reply(request, list(atom("a@h")));

    assertThat(result(call)).isEqualTo(list(atom("a@h")));
    assertThat(fixture.peer.hasReadAll()).isTrue();
  }

  @Test
  void aCallByErpcIsASpawnRequest() throws Exception {
    Future<Term> call = fixture.call(CallMethod.ERPC, TIMEOUT, atom("connected"));

    Frame request = fixture.peer.next();
    Term mfa = tuple(atom("erpc"), atom("execute_call"), integer(4));
    assertThat(request.control())
        .isEqualTo(
            tuple(
                integer(29),
                request.id(),
                fixture.caller(),
                fixture.caller(),
                mfa,
                list(atom("monitor"))));
    assertThat(request.message())
        .isEqualTo(list(request.id(), atom("erlang"), atom("nodes"), list(atom("connected"))));
    fixture.peer.exit(request, list(atom("a@h")));

    assertThat(result(call)).isEqualTo(list(atom("a@h")));
    assertThat(fixture.peer.hasReadAll()).isTrue();
  }

  @Test
  void aPeerThatCannotSpawnIsCalledByRexUnlessErpcIsAskedFor() throws Exception {
    CalledPeer old = new CalledPeer(fixture.nodes, fixture.node, WITHOUT_SPAWN);
    TestNodes.await("the link", () -> fixture.node.links().size() == 2);

    assertThatThrownBy(
            () ->
                fixture.node.call(CallMethod.ERPC, old.name(), "erlang", "now", List.of(), TIMEOUT))
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(CallFailure.REFUSED);
              assertThat(e.reason()).hasValue(atom("notsup"));
            });
    Future<Term> call =
        fixture.threads.submit(
            () -> fixture.node.call(old.name(), "erlang", "now", List.of(), TIMEOUT));
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
      calls.add(fixture.call(i % 2 == 0 ? CallMethod.REX : CallMethod.ERPC, TIMEOUT, integer(i)));
    }
    List<Frame> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(fixture.peer.next());
    }
    assertThat(fixture.calls().inFlight()).isEqualTo(count);
    for (Frame request : requests.reversed()) {
      if (request.message() instanceof ListTerm(List<Term> args)) {
        fixture.peer.exit(request, args.get(3));
      } else {
        Term mfa = ((Tuple) request.message()).get(2);
        fixture.peer.reply(request, ((Tuple) mfa).get(3));
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(result(calls.get(i))).isEqualTo(list(integer(i)));
    }
    assertThat(fixture.calls().succeeded()).isEqualTo(count);
    assertThat(fixture.calls().inFlight()).isZero();
  }

  @Test
  void aCallNeverDials() throws Exception {
    ErlangNode other = fixture.nodes.start(TestNodes.name("other"), new RecordedLinks());
    assertThatThrownBy(() -> fixture.node.call(other.name(), "erlang", "now", List.of(), TIMEOUT))
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failure()).isEqualTo(CallFailure.NOT_CONNECTED));
    assertThat(other.links()).isEmpty();
    assertThat(fixture.node.statistics().calls().failed())
        .containsEntry(CallFailure.NOT_CONNECTED, 1L);
  }

  @Test
  void anOwnNodeExecutesNothing() throws Exception {
    ErlangNode other = fixture.nodes.start(TestNodes.name("other"), new RecordedLinks());
    fixture.node.connect(other.name(), TIMEOUT);

    Future<Term> spawned =
        fixture.threads.submit(
            () -> fixture.node.call(other.name(), "erlang", "now", List.of(), TIMEOUT));
    assertThat(failure(spawned).failure()).isEqualTo(CallFailure.REFUSED);
    Future<Term> byRex =
        fixture.threads.submit(
            () ->
                fixture.node.call(CallMethod.REX, other.name(), "erlang", "now", List.of(), SHORT));
    assertThat(failure(byRex).failure()).isEqualTo(CallFailure.TIMEOUT);
    assertThat(fixture.node.links()).hasSize(2);
  }

  @Test
  void answersOfAnotherPeerAreNone() throws Exception {
    CalledPeer liar = new CalledPeer(fixture.nodes, fixture.node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> fixture.node.links().size() == 2);
    Future<Term> call = fixture.call(CallMethod.REX, TIMEOUT);
    Frame request = fixture.peer.next();

    liar.reply(request, atom("lie"));
    TestNodes.await("the lie", () -> fixture.node.statistics().calls().lateAnswers() == 1);
    fixture.peer.reply(request, OK);

    assertThat(result(call)).isEqualTo(OK);
  }

  @Test
  void whatIsAddressedToOthersIsSkipped() throws Exception {
    Future<Term> call = fixture.call(CallMethod.REX, TIMEOUT);
    Frame request = fixture.peer.next();
    Reference other = new Reference(atom(fixture.peer.name()), 17, List.of(1, 2, 3));

    fixture.peer.send(
        new ControlMessage.Send(fixture.peer.process()), tuple(request.id(), atom("stray")));
    fixture.peer.send(
        new ControlMessage.MonitorPExit(
            fixture.peer.process(), fixture.caller(), other, atom("noproc")));
    fixture.peer.reply(request, OK);

    assertThat(result(call)).isEqualTo(OK);
  }

  @Test
  void framesAndBytesAreCountedPerLinkAndPerNode() throws Exception {
    CalledPeer second = new CalledPeer(fixture.nodes, fixture.node, DistributionFlag.HIDDEN_NODE);
    TestNodes.await("the link", () -> fixture.node.links().size() == 2);
    Future<Term> call = fixture.call(CallMethod.REX, TIMEOUT);
    fixture.peer.reply(fixture.peer.next(), OK);
    result(call);
    second.send(new ControlMessage.UnlinkId(integer(1), fixture.peer.process(), fixture.caller()));
    second.next();
    TestNodes.await("the answer is counted, which is so when it has gone", this::isAllCounted);

    LinkStatistics first = link(fixture.peer).statistics();
    assertThat(first.in().frames()).isEqualTo(1);
    assertThat(first.out().frames()).isEqualTo(1);
    assertThat(first.calls().succeeded()).isEqualTo(1);
    LinkStatistics other = link(second).statistics();
    assertThat(other.in().frames()).isEqualTo(1);
    assertThat(other.calls().succeeded()).isZero();
    NodeStatistics all = fixture.node.statistics();
    assertThat(all.links()).isEqualTo(2);
    assertThat(all.in().bytes()).isEqualTo(first.in().bytes() + other.in().bytes());
    assertThat(all.out().bytes()).isEqualTo(first.out().bytes() + other.out().bytes());

    second.close();
    TestNodes.await("the loss", () -> fixture.node.links().size() == 1);
    assertThat(fixture.node.statistics().in()).as("of a lost link too").isEqualTo(all.in());
  }

  private boolean isAllCounted() {
    Traffic out = fixture.node.statistics().out();
    return out.frames() == 2
        && out.bytes()
            == fixture.node.links().stream().mapToLong(l -> l.statistics().out().bytes()).sum();
  }

  private Link link(CalledPeer of) {
    return fixture.node.links().stream()
        .filter(l -> l.peer().equals(of.name()))
        .findAny()
        .orElseThrow();
  }
}
