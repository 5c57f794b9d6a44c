package io.nessiecluster.distribution;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import java.nio.ByteBuffer;

/**
 * How a function is called at a peer. What comes of the call is the same by either, and as {@code
 * rpc:call/5} has it: a thrown value is a result, an error or exit is {@link CallFailure#BAD_RPC}.
 */
public enum CallMethod {

  /**
   * A {@code gen_server} call to the peer's process {@code rex}, as {@code rpc:call/5} did before
   * OTP 23. The function runs under the peer's group leader {@code user}. Its answer comes even if
   * nobody waits any more.
   */
  REX {
    @Override
    ByteBuffer request(Reference id, Pid caller, Atom module, Atom function, Term arguments) {
      return ControlHandler.frame(
          new ControlMessage.RegSend(caller, Names.REX),
          Term.tuple(
              Names.GEN_CALL,
              Term.tuple(caller, id),
              Term.tuple(Names.CALL, module, function, arguments, Names.USER)));
    }
  },

  /**
   * SPAWN_REQUEST of {@code erpc:execute_call/4}, which exits with the result, as {@code erpc} of
   * OTP 23 and later does; of peers with {@code DFLAG_SPAWN} only. The function must not print: its
   * group leader is a process of this node, where none are. A call that is given up is demonitored.
   */
  ERPC {
    @Override
    ByteBuffer request(Reference id, Pid caller, Atom module, Atom function, Term arguments) {
      return ControlHandler.frame(
          new ControlMessage.SpawnRequest(id, caller, Names.EXECUTE_CALL, Names.MONITORED),
          Term.list(id, module, function, arguments));
    }
  };

  /** The frame that begins a call; {@code id} tells its answer. */
  abstract ByteBuffer request(Reference id, Pid caller, Atom module, Atom function, Term arguments);

  private static final class Names {
    static final Atom REX = Term.atom("rex");
    static final Atom GEN_CALL = Term.atom("$gen_call");
    static final Atom CALL = Term.atom("call");
    static final Atom USER = Term.atom("user");
    static final Term EXECUTE_CALL =
        Term.tuple(Term.atom("erpc"), Term.atom("execute_call"), Term.integer(4));
    static final Term MONITORED = Term.list(Term.atom("monitor"));
  }
}
