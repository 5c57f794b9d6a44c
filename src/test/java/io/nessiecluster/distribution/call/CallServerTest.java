package io.nessiecluster.distribution.call;

import static io.nessiecluster.distribution.etf.Term.atom;
import static io.nessiecluster.distribution.etf.Term.integer;
import static io.nessiecluster.distribution.etf.Term.list;
import static io.nessiecluster.distribution.etf.Term.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.ImproperList;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.Tuple;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Calls of peers, frame by frame; with whom BEAMs are content is told by {@code ServedCallsIT}. */
class CallServerTest {

  private static final Pid THEIRS = new Pid(atom("b@h"), 90, 0, 7);
  private static final Pid OURS = new Pid(atom("a@h"), 1, 0, 9);
  private static final Reference ID = new Reference(atom("b@h"), 7, List.of(1, 2, 3));
  private static final Reference TOLD = new Reference(atom("b@h"), 7, List.of(4, 5, 6));
  private static final Term EXECUTE_CALL = tuple(atom("erpc"), atom("execute_call"), integer(4));
  private static final Term MONITORED = list(atom("monitor"));

  private final AtomicInteger asked = new AtomicInteger();
  private final ControlHandler handler =
      new ControlHandler(
          new CallTable(OURS, () -> {}), new CallServer(OURS, this::valueOfAFewFunctions));

  private Optional<Term> valueOfAFewFunctions(String module, String function, List<Term> args) {
    asked.incrementAndGet();
    return switch (module + ":" + function) {
      case "lists:reverse" -> Optional.of(args.getFirst());
      case "bad:throws" -> throw new IllegalStateException("a secret");
      case "bad:deep" -> Optional.of(nested(600));
      case "bad:huge" -> Optional.of(Term.binary(new byte[CallServer.MAX_ANSWER_BYTES]));
      case "big:good" -> Optional.of(Term.binary(new byte[CallServer.MAX_ANSWER_BYTES - 100]));
      default -> Optional.empty();
    };
  }

  private static Term nested(int depth) {
    Term term = atom("x");
    for (int i = 0; i < depth; i++) {
      term = tuple(term);
    }
    return term;
  }

  private record Answer(ControlMessage control, Optional<Term> message) {}

  private List<Answer> answers(ControlMessage control, Term message) throws Exception {
    List<Answer> answers = new ArrayList<>();
    for (ByteBuffer frame :
        handler.onFrame(ControlHandler.frame(control, message).position(Integer.BYTES))) {
      assertThat(frame.getInt()).isEqualTo(frame.remaining());
      assertThat(frame.get()).as("PASS_THROUGH").isEqualTo((byte) 112);
      ControlMessage answer = ControlMessage.of(TermDecoder.decode(frame));
      answers.add(
          new Answer(
              answer,
              frame.hasRemaining() ? Optional.of(TermDecoder.decode(frame)) : Optional.empty()));
      assertThat(frame.hasRemaining()).isFalse();
    }
    return answers;
  }

  private List<Answer> byErpc(Term... fields) throws Exception {
    return answers(
        new ControlMessage.SpawnRequest(ID, THEIRS, EXECUTE_CALL, MONITORED), list(fields));
  }

  /** With what the process exits that was spawned for a call. */
  private Term exit(String module, String function, Term... args) throws Exception {
    List<Answer> answers = byErpc(TOLD, atom(module), atom(function), list(args));
    assertThat(answers).hasSize(2).allSatisfy(each -> assertThat(each.message()).isEmpty());
    ControlMessage.SpawnReply begun = (ControlMessage.SpawnReply) answers.get(0).control();
    ControlMessage.MonitorPExit ended = (ControlMessage.MonitorPExit) answers.get(1).control();
    assertThat(begun.id()).isEqualTo(ID).isEqualTo(ended.ref());
    assertThat(begun.to()).isEqualTo(THEIRS).isEqualTo(ended.to());
    assertThat(begun.result()).isInstanceOf(Pid.class).isEqualTo(ended.from());
    return ended.reason();
  }

  private List<Answer> byRex(Term message) throws Exception {
    return answers(new ControlMessage.RegSend(THEIRS, atom("rex")), message);
  }

  private static Term genCall(Term tag, Term request) {
    return tuple(atom("$gen_call"), tuple(THEIRS, tag), request);
  }

  private static Term call(String module, String function, Term... args) {
    return tuple(atom("call"), atom(module), atom(function), list(args), THEIRS);
  }

  /** What {@code rex} replies to a call. */
  private Term reply(String module, String function, Term... args) throws Exception {
    return reply(genCall(TOLD, call(module, function, args)));
  }

  private Term reply(Term message) throws Exception {
    List<Answer> answers = byRex(message);
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().control()).isEqualTo(new ControlMessage.Send(THEIRS));
    Tuple reply = (Tuple) answers.getFirst().message().orElseThrow();
    assertThat(reply.get(0)).isEqualTo(TOLD);
    return reply.get(1);
  }

  private static Term badRpc(String reason, Term... stack) {
    return tuple(atom("badrpc"), tuple(atom("EXIT"), tuple(atom(reason), list(stack))));
  }

  @Test
  void aValueIsReturnedEitherWay() throws Exception {
    Term value = list(integer(1), atom("two"));

    assertThat(exit("lists", "reverse", value)).isEqualTo(tuple(TOLD, atom("return"), value));
    assertThat(reply("lists", "reverse", value)).isEqualTo(value);
  }

  @Test
  void anotherFunctionIsUndefWithoutItsArguments() throws Exception {
    Term where = tuple(atom("os"), atom("cmd"), integer(1), list());

    assertThat(exit("os", "cmd", atom("ls")))
        .isEqualTo(tuple(TOLD, atom("error"), atom("undef"), list(where)));
    assertThat(reply("os", "cmd", atom("ls"))).isEqualTo(badRpc("undef", where));
  }

  @Test
  void whatTheHandlerThrowsIsAnErrorThatTellsNothing() throws Exception {
    assertThat(exit("bad", "throws"))
        .isEqualTo(tuple(TOLD, atom("error"), atom("call_handler_failed"), list()));
    assertThat(reply("bad", "throws")).isEqualTo(badRpc("call_handler_failed"));
  }

  @Test
  void aValueThatCannotBeSentIsAnError() throws Exception {
    for (String function : List.of("deep", "huge")) {
      assertThat(exit("bad", function))
          .isEqualTo(tuple(TOLD, atom("error"), atom("system_limit"), list()));
      assertThat(reply("bad", function)).isEqualTo(badRpc("system_limit"));
    }
    assertThat(reply("big", "good")).isNotEqualTo(badRpc("system_limit"));
  }

  @Test
  void aCallOfMoreThanIsReadIsRefusedUnasked() throws Exception {
    Term much = Term.binary(new byte[CallServer.MAX_CALL_BYTES]);

    assertThat(byErpc(TOLD, atom("lists"), atom("reverse"), list(much)))
        .containsExactly(
            new Answer(
                new ControlMessage.SpawnReply(ID, THEIRS, atom("system_limit")), Optional.empty()));
    assertThat(reply("lists", "reverse", much)).isEqualTo(badRpc("system_limit"));
    assertThat(asked).hasValue(0);
  }

  @Test
  void theTagOfACallGoesBackAsItCame() throws Exception {
    Term alias = ImproperList.of(List.of(atom("alias")), TOLD);

    assertThat(byRex(genCall(alias, call("lists", "reverse", atom("x")))).getFirst().message())
        .hasValue(tuple(alias, atom("x")));
  }

  @Test
  void nothingElseIsSpawned() throws Exception {
    Term args = list(TOLD, atom("lists"), atom("reverse"), list(atom("x")));
    Answer refused =
        new Answer(new ControlMessage.SpawnReply(ID, THEIRS, atom("notsup")), Optional.empty());
    Term cast = tuple(atom("erpc"), atom("execute_cast"), integer(3));

    assertThat(answers(new ControlMessage.SpawnRequest(ID, THEIRS, cast, MONITORED), args))
        .containsExactly(refused);
    assertThat(answers(new ControlMessage.SpawnRequest(ID, THEIRS, EXECUTE_CALL, list()), args))
        .as("nobody would hear how it ended")
        .containsExactly(refused);
    assertThat(asked).hasValue(0);
  }

  @Test
  void aCallThatIsNoneIsBad() throws Exception {
    Answer bad =
        new Answer(new ControlMessage.SpawnReply(ID, THEIRS, atom("badarg")), Optional.empty());

    assertThat(byErpc(TOLD, atom("m"), atom("f"))).containsExactly(bad);
    assertThat(
            answers(
                new ControlMessage.SpawnRequest(ID, THEIRS, EXECUTE_CALL, MONITORED), atom("x")))
        .containsExactly(bad);
    assertThat(exit("m", "f")).isNotEqualTo(bad);
    assertThat(reply(genCall(TOLD, tuple(atom("call"), integer(1), atom("f"), list(), THEIRS))))
        .isEqualTo(badRpc("badarg"));
    assertThat(reply(genCall(TOLD, tuple(atom("call"), atom("m"), atom("f"), atom("x"), THEIRS))))
        .isEqualTo(badRpc("badarg"));
  }

  @Test
  void otherMessagesForRexAreDropped() throws Exception {
    for (Term message :
        List.of(
            atom("x"),
            tuple(atom("$gen_cast"), atom("x"), atom("y")),
            genCall(TOLD, tuple(atom("block_call"), atom("m"), atom("f"), list(), THEIRS)),
            genCall(TOLD, atom("stop")),
            tuple(atom("$gen_call"), atom("nobody"), call("lists", "reverse", atom("x"))),
            Term.binary(new byte[CallServer.MAX_CALL_BYTES]),
            tuple(atom("cast"), atom("x"), Term.binary(new byte[CallServer.MAX_CALL_BYTES])))) {
      assertThat(byRex(message)).as(message.text()).isEmpty();
    }
  }

  @Property(tries = 500)
  void aBrokenCallIsATypedError(@ForAll boolean erpc, @ForAll int place, @ForAll byte garbage)
      throws Exception {
    Term args = list(Term.binary(new byte[3]), integer(1), atom("x"));
    ByteBuffer frame =
        erpc
            ? ControlHandler.frame(
                new ControlMessage.SpawnRequest(ID, THEIRS, EXECUTE_CALL, MONITORED),
                list(TOLD, atom("lists"), atom("reverse"), args))
            : ControlHandler.frame(
                new ControlMessage.RegSend(THEIRS, atom("rex")),
                genCall(TOLD, tuple(atom("call"), atom("lists"), atom("reverse"), args, THEIRS)));
    int at = 5 + Math.floorMod(place, frame.limit() - 5);
    frame.put(at, garbage).position(Integer.BYTES);
    try {
      assertThat(handler.onFrame(frame)).hasSizeLessThan(3);
    } catch (TermDecodeException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  @Test
  void rexSeemsToLive() throws Exception {
    assertThat(answers(new ControlMessage.MonitorP(THEIRS, atom("rex"), ID), list())).isEmpty();
    assertThat(answers(new ControlMessage.MonitorP(THEIRS, atom("init"), ID), list())).hasSize(1);
  }

  @Test
  void eachProcessIsAnother() throws Exception {
    List<Term> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Answer begun = byErpc(TOLD, atom("m"), atom("f"), list()).getFirst();
      processes.add(((ControlMessage.SpawnReply) begun.control()).result());
    }

    assertThat(processes).doesNotHaveDuplicates().doesNotContain(OURS);
  }
}
