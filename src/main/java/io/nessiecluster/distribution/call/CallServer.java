package io.nessiecluster.distribution.call;

import io.nessiecluster.base.Faults;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.TermDecodeException;
import io.nessiecluster.distribution.etf.TermDecoder;
import io.nessiecluster.distribution.etf.Tuple;
import io.nessiecluster.distribution.etf.TupleHead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Answers the calls of peers from a table, as {@code rex} and as a process that runs {@code
 * erpc:execute_call/4}, though it has neither. For many links.
 */
public final class CallServer implements CallService {

  /** How many bytes of a call are read at most. */
  static final int MAX_CALL_BYTES = 64 << 10;

  /** How many bytes an answer has at most. */
  static final int MAX_ANSWER_BYTES = 512 << 10;

  private static final Term EXECUTE_CALL =
      Term.tuple(Term.atom("erpc"), Term.atom("execute_call"), Term.integer(4));
  private static final Atom MONITOR = Term.atom("monitor");
  private static final Atom GEN_CALL = Term.atom("$gen_call");
  private static final Atom CALL = Term.atom("call");
  private static final int FIRST_PROCESS = 2; // 1 is where own calls come from
  private static final int PROCESSES = 0x7fff - FIRST_PROCESS; // what the oldest peers can write

  private final Pid caller;
  private final FunctionTable functions;
  private final AtomicInteger processes = new AtomicInteger();
  private final Faults faults = new Faults("the call handler");

  /**
   * A server that has answered nothing yet.
   *
   * @param caller a process of this node, as peers know it
   */
  public CallServer(Pid caller, FunctionTable functions) {
    this.caller = caller;
    this.functions = functions;
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public List<ByteBuffer> onSpawn(ControlMessage.SpawnRequest request, ByteBuffer arguments)
      throws TermDecodeException {
    if (!request.mfa().equals(EXECUTE_CALL) || !isWatched(request.options())) {
      return List.of(CallService.refusal(request, "notsup"));
    }
    if (arguments.remaining() > MAX_CALL_BYTES) {
      return List.of(CallService.refusal(request, "system_limit"));
    }
    if (!(TermDecoder.decode(arguments) instanceof ListTerm(List<Term> fields))
        || fields.size() != 4) {
      return List.of(CallService.refusal(request, "badarg"));
    }
    Pid process = nextProcess();
    ByteBuffer end =
        bounded(
            call(fields.get(1), fields.get(2), fields.get(3)),
            outcome ->
                ControlHandler.frame(
                    new ControlMessage.MonitorPExit(
                        process, request.from(), request.id(), outcome.byErpc(fields.getFirst()))));
    return List.of(
        ControlHandler.frame(new ControlMessage.SpawnReply(request.id(), request.from(), process)),
        end);
  }

  /** Nobody would hear how it ended. */
  private static boolean isWatched(Term options) {
    return options instanceof ListTerm(List<Term> all) && all.contains(MONITOR);
  }

  private Pid nextProcess() {
    int number = FIRST_PROCESS + Math.floorMod(processes.getAndIncrement(), PROCESSES);
    return new Pid(caller.node(), number, 0, caller.creation());
  }

  @Override
  public List<ByteBuffer> onRex(ByteBuffer message) throws TermDecodeException {
    if (message.remaining() > MAX_CALL_BYTES) {
      ByteBuffer beginning = message.slice(message.position(), MAX_CALL_BYTES);
      TupleHead head = TermDecoder.head(beginning, 2);
      return head.arity() == 3 && head.first().getFirst().equals(GEN_CALL)
          ? reply(head.first().get(1), ServedCall.failed("system_limit"))
          : List.of();
    }
    if (TermDecoder.decode(message) instanceof Tuple(List<Term> fields)
        && fields.size() == 3
        && fields.getFirst().equals(GEN_CALL)
        && fields.get(2) instanceof Tuple(List<Term> request)
        && request.size() == 5 // the group leader stands last
        && request.getFirst().equals(CALL)) {
      return reply(fields.get(1), call(request.get(1), request.get(2), request.get(3)));
    }
    return List.of();
  }

  /**
   * The reply of {@code rex}.
   *
   * @param from {@code {Pid, Tag}}; the tag goes back as it came
   */
  private List<ByteBuffer> reply(Term from, ServedCall call) {
    if (!(from instanceof Tuple(List<Term> caller)) || caller.size() != 2) {
      return List.of();
    }
    return List.of(
        bounded(
            call,
            outcome ->
                ControlHandler.frame(
                    new ControlMessage.Send(caller.getFirst()),
                    Term.tuple(caller.get(1), outcome.byRex()))));
  }

  private ServedCall call(Term module, Term function, Term arguments) {
    if (!(module instanceof Atom m)
        || !(function instanceof Atom f)
        || !(arguments instanceof ListTerm(List<Term> args))) {
      return ServedCall.failed("badarg");
    }
    try {
      return functions
          .value(m.name(), f.name(), args)
          .<ServedCall>map(ServedCall.Returned::new)
          .orElseGet(() -> ServedCall.undef(m, f, args.size()));
    } catch (RuntimeException | Error e) {
      faults.accept(e);
      return ServedCall.failed("call_handler_failed");
    }
  }

  /** The frame of an answer, or that it is too long, or nested too deep, to be written. */
  private ByteBuffer bounded(ServedCall call, Function<ServedCall, ByteBuffer> frame) {
    try {
      ByteBuffer written = frame.apply(call);
      if (written.remaining() <= MAX_ANSWER_BYTES) {
        return written;
      }
    } catch (IllegalArgumentException e) {
      faults.accept(e);
    }
    return frame.apply(ServedCall.failed("system_limit"));
  }
}
