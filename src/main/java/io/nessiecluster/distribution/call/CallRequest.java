package io.nessiecluster.distribution.call;

import io.nessiecluster.distribution.control.ControlHandler;
import io.nessiecluster.distribution.control.ControlMessage;
import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A call of a function, before it is sent.
 *
 * @param id tells its answer
 * @param caller the process that it comes from
 */
public record CallRequest(
    Reference id, Pid caller, Atom module, Atom function, List<Term> arguments) {

  private static final Atom REX = Term.atom("rex");
  private static final Atom GEN_CALL = Term.atom("$gen_call");
  private static final Atom CALL = Term.atom("call");
  private static final Atom USER = Term.atom("user");
  private static final Term EXECUTE_CALL =
      Term.tuple(Term.atom("erpc"), Term.atom("execute_call"), Term.integer(4));
  private static final Term MONITORED = Term.list(Term.atom("monitor"));

  public CallRequest {
    arguments = List.copyOf(arguments);
  }

  /** The frame that asks the process {@code rex}. */
  public ByteBuffer byRex() {
    return ControlHandler.frame(
        new ControlMessage.RegSend(caller, REX),
        Term.tuple(
            GEN_CALL,
            Term.tuple(caller, id),
            Term.tuple(CALL, module, function, new ListTerm(arguments), USER)));
  }

  /** The frame that has a process spawned, which exits with the result. */
  public ByteBuffer byErpc() {
    return ControlHandler.frame(
        new ControlMessage.SpawnRequest(id, caller, EXECUTE_CALL, MONITORED),
        Term.list(id, module, function, new ListTerm(arguments)));
  }

  /** The frame that gives up watching the process in which the call runs. */
  public ByteBuffer givenUp(Term process) {
    return ControlHandler.frame(new ControlMessage.DemonitorP(caller, process, id));
  }
}
