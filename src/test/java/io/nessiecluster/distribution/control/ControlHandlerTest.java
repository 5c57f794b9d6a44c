package io.nessiecluster.distribution.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.call.CallTable;
import io.nessiecluster.distribution.call.PendingCall;
import io.nessiecluster.distribution.etf.ImproperList;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.TermEncoder;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ControlHandlerTest {

  private static final Pid THEIRS = new Pid(Term.atom("b@h"), 90, 0, 7);
  private static final Pid OURS = new Pid(Term.atom("a@h"), 1, 0, 9);
  private static final Pid CALLER = new Pid(Term.atom("a@h"), 2, 0, 9);
  private static final Reference REF = new Reference(Term.atom("b@h"), 7, List.of(1, 2, 3));
  private static final Term MFA =
      Term.tuple(Term.atom("erlang"), Term.atom("now"), Term.integer(0));
  private static final Term NOPROC = Term.atom("noproc");

  private final CallTable calls = new CallTable(CALLER, () -> {});
  private final ControlHandler handler = new ControlHandler(calls);

  private List<ByteBuffer> answers(ControlMessage control, Term... message) throws Exception {
    ByteBuffer frame = ControlHandler.frame(control, message);
    assertThat(frame.getInt()).as("the length in front").isEqualTo(frame.remaining());
    return handler.onFrame(frame);
  }

  private ControlMessage answer(ControlMessage control, Term... message) throws Exception {
    ByteBuffer frame = answers(control, message).getFirst();
    assertThat(frame.getInt()).isEqualTo(frame.remaining());
    assertThat(frame.get()).isEqualTo((byte) 112);
    return ControlMessage.of(TermDecoder.decode(frame));
  }

  @Property
  void everyControlMessageIsReadAsItWasWritten(@ForAll("controls") ControlMessage control) {
    assertThat(ControlMessage.of(control.toTerm())).isEqualTo(control);
  }

  @Property
  void anyOtherOperationIsSkipped(@ForAll @IntRange(min = 37) int operation) throws Exception {
    Term term = Term.tuple(Term.integer(operation), THEIRS, OURS);
    assertThat(answers(new ControlMessage.Unknown(term))).isEmpty();
  }

  @Property
  void aKnownOperationOfAnotherFormIsSkipped(
      @ForAll @IntRange(min = 1, max = 36) int operation,
      @ForAll @IntRange(min = 0, max = 8) int fields)
      throws Exception {
    Term[] all = new Term[fields + 1];
    Arrays.fill(all, Term.atom("x"));
    all[0] = Term.integer(operation);
    ControlMessage control = ControlMessage.of(Term.tuple(all));
    if (control instanceof ControlMessage.Unknown) {
      assertThat(answers(control)).isEmpty();
    } else {
      assertThat(control.toTerm()).isNotNull();
    }
  }

  @Example
  void aLinkToAProcessGetsNoproc() throws Exception {
    assertThat(answer(new ControlMessage.Link(THEIRS, OURS)))
        .isEqualTo(new ControlMessage.Exit(OURS, THEIRS, NOPROC));
  }

  @Example
  void anUnlinkIsAcknowledged() throws Exception {
    Term id = Term.integer(12345678901L);
    assertThat(answer(new ControlMessage.UnlinkId(id, THEIRS, OURS)))
        .isEqualTo(new ControlMessage.UnlinkIdAck(id, OURS, THEIRS));
  }

  @Example
  void aMonitorGetsNoproc() throws Exception {
    for (Term target : List.of(OURS, Term.atom("rex"))) {
      assertThat(answer(new ControlMessage.MonitorP(THEIRS, target, REF)))
          .isEqualTo(new ControlMessage.MonitorPExit(target, THEIRS, REF, NOPROC));
    }
  }

  @Example
  void aMonitorOfNetKernelIsKept() throws Exception {
    Term target = Term.atom("net_kernel");
    assertThat(answers(new ControlMessage.MonitorP(THEIRS, target, REF))).isEmpty();
    assertThat(answers(new ControlMessage.DemonitorP(THEIRS, target, REF))).isEmpty();
  }

  @Example
  void aSpawnIsRefused() throws Exception {
    assertThat(answer(new ControlMessage.SpawnRequest(REF, THEIRS, MFA, Term.list()), Term.list()))
        .isEqualTo(new ControlMessage.SpawnReply(REF, THEIRS, Term.atom("notsup")));
  }

  @Example
  void aPingIsAnsweredWithTheTagThatCame() throws Exception {
    Term alias = ImproperList.of(List.of(Term.atom("alias")), REF);
    for (Term tag : List.of(REF, alias)) {
      Term call = call(tag, Term.tuple(Term.atom("is_auth"), Term.atom("b@h")));
      ByteBuffer frame = answers(toNetKernel(), call).getFirst().position(5);
      assertThat(ControlMessage.of(TermDecoder.decode(frame)))
          .isEqualTo(new ControlMessage.Send(THEIRS));
      assertThat(TermDecoder.decode(frame)).isEqualTo(Term.tuple(tag, Term.atom("yes")));
      assertThat(frame.hasRemaining()).isFalse();
    }
  }

  @Example
  void noOtherCallIsAnsweredLetAloneExecuted() throws Exception {
    Term spawn = Term.tuple(Term.atom("spawn"), Term.atom("os"), Term.atom("cmd"));
    assertThat(answers(toNetKernel(), call(REF, spawn))).isEmpty();
    assertThat(answers(toNetKernel(), Term.atom("stop"))).isEmpty();
    Term isAuth = Term.tuple(Term.atom("is_auth"), Term.atom("b@h"));
    assertThat(answers(new ControlMessage.RegSend(THEIRS, Term.atom("rex")), call(REF, isAuth)))
        .isEmpty();
    assertThat(answers(new ControlMessage.Send(OURS), call(REF, isAuth))).isEmpty();
  }

  /** A frame of a control message with bytes behind it that are no term, let alone a small one. */
  private List<ByteBuffer> answersWithGarbage(Term control) throws Exception {
    byte[] term = TermEncoder.encode(control);
    ByteBuffer frame = ByteBuffer.allocate(1 + term.length + (1 << 20)).put((byte) 112).put(term);
    return handler.onFrame(frame.rewind());
  }

  @Example
  void whatIsForNobodyIsNotRead() throws Exception {
    Pid another = new Pid(Term.atom("a@h"), 3, 0, 9);
    for (ControlMessage control :
        List.of(
            new ControlMessage.RegSend(THEIRS, Term.atom("rex")),
            toNetKernel(),
            new ControlMessage.Send(another),
            new ControlMessage.Exit(THEIRS, OURS, NOPROC),
            new ControlMessage.Exit2(THEIRS, OURS, NOPROC),
            new ControlMessage.DemonitorP(THEIRS, OURS, REF),
            new ControlMessage.MonitorPExit(THEIRS, CALLER, REF, NOPROC),
            new ControlMessage.Unknown(Term.tuple(Term.integer(99), THEIRS)))) {
      assertThat(answersWithGarbage(control.toTerm())).as("%s", control).isEmpty();
    }
  }

  @Example
  void aMessageIsNotReadBehindWhatTellsThatItIsForNobody() throws Exception {
    for (String frame :
        List.of(
            "70 83 6802 6163 ff", // an operation that does not exist
            "70 83 6804 6103 ffffffff", // EXIT
            "70 83 6804 6108 ffffffff", // EXIT2
            "70 83 6c00000001 ff", // no tuple
            "70 83 ff")) {
      byte[] bytes = HexFormat.of().parseHex(frame.replace(" ", ""));
      assertThat(handler.onFrame(ByteBuffer.wrap(bytes))).as(frame).isEmpty();
    }
  }

  @Example
  void anAnswerIsReadOnlyWhileSomebodyWaitsForIt() throws Exception {
    int[] late = {0};
    CallTable table = new CallTable(CALLER, () -> late[0]++);
    ControlHandler over = new ControlHandler(table);
    ByteBuffer exit = exitWithGarbage();
    assertThat(over.onFrame(exit.duplicate())).isEmpty();
    assertThat(late[0]).isOne();

    PendingCall call = table.open(REF);
    assertThatThrownBy(() -> over.onFrame(exit.duplicate()))
        .isInstanceOf(TermDecodeException.class);
    assertThat(call.answer()).isNotDone();
  }

  private static ByteBuffer exitWithGarbage() {
    byte[] term =
        TermEncoder.encode(
            new ControlMessage.MonitorPExit(THEIRS, CALLER, REF, Term.list()).toTerm());
    term[term.length - 1] = 0; // the reason is no term
    return ByteBuffer.allocate(1 + term.length).put((byte) 112).put(term).flip();
  }

  @Example
  void theControlMessageItselfIsBounded() {
    Term huge = Term.tuple(Term.integer(1), THEIRS, Term.binary(new byte[20_000]));
    ByteBuffer frame = ControlHandler.frame(new ControlMessage.Unknown(huge)).position(4);
    assertThatThrownBy(() -> handler.onFrame(frame)).isInstanceOf(TermDecodeException.class);
  }

  @Example
  void aFrameOfAnotherKindIsAProtocolError() {
    assertThatThrownBy(() -> handler.onFrame(ByteBuffer.wrap(new byte[] {(byte) 131, 68, 0})))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("131");
  }

  @Property
  void garbageIsSkippedOrATypedError(@ForAll @Size(min = 1, max = 200) byte[] garbage) {
    garbage[0] = 112;
    try {
      assertThat(handler.onFrame(ByteBuffer.wrap(garbage))).isNotNull();
    } catch (TermDecodeException | ProtocolException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static ControlMessage toNetKernel() {
    return new ControlMessage.RegSend(THEIRS, Term.atom("net_kernel"));
  }

  private static Term call(Term tag, Term request) {
    return Term.tuple(Term.atom("$gen_call"), Term.tuple(THEIRS, tag), request);
  }

  @Provide
  Arbitrary<ControlMessage> controls() {
    return Arbitraries.of(
        new ControlMessage.Link(THEIRS, OURS),
        new ControlMessage.Send(OURS),
        new ControlMessage.Exit(THEIRS, OURS, NOPROC),
        new ControlMessage.RegSend(THEIRS, Term.atom("x")),
        new ControlMessage.Exit2(THEIRS, OURS, NOPROC),
        new ControlMessage.MonitorP(THEIRS, OURS, REF),
        new ControlMessage.DemonitorP(THEIRS, OURS, REF),
        new ControlMessage.MonitorPExit(THEIRS, OURS, REF, NOPROC),
        new ControlMessage.SpawnRequest(REF, THEIRS, MFA, Term.list()),
        new ControlMessage.SpawnReply(REF, THEIRS, NOPROC),
        new ControlMessage.UnlinkId(Term.integer(1), THEIRS, OURS),
        new ControlMessage.UnlinkIdAck(Term.integer(1), OURS, THEIRS),
        new ControlMessage.Unknown(Term.atom("x")));
  }
}
