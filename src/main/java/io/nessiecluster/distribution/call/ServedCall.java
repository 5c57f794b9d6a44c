package io.nessiecluster.distribution.call;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.ListTerm;
import io.nessiecluster.distribution.etf.Term;

/** What a call that a peer has made came to. */
sealed interface ServedCall {

  /** A value. */
  record Returned(Term value) implements ServedCall {
    @Override
    public Term byRex() {
      return value;
    }

    @Override
    public Term byErpc(Term id) {
      return Term.tuple(id, RETURN, value);
    }
  }

  /**
   * An error.
   *
   * @param stack as Erlang writes where it happened
   */
  record Failed(Atom reason, ListTerm stack) implements ServedCall {
    @Override
    public Term byRex() {
      return Term.tuple(CallAnswer.BADRPC, Term.tuple(CallAnswer.EXIT, Term.tuple(reason, stack)));
    }

    @Override
    public Term byErpc(Term id) {
      return Term.tuple(id, ERROR, reason, stack);
    }
  }

  Atom RETURN = Term.atom("return");
  Atom ERROR = Term.atom("error");

  /** The result that {@code rex} replies. */
  Term byRex();

  /** The reason with which a process of {@code erpc:execute_call/4} exits. */
  Term byErpc(Term id);

  /** There is no such function. */
  static ServedCall undef(Atom module, Atom function, int arity) {
    return new Failed(
        Term.atom("undef"),
        Term.list(Term.tuple(module, function, Term.integer(arity), Term.list())));
  }

  /** It came to nothing here, for a reason that is not the function's. */
  static ServedCall failed(String reason) {
    return new Failed(Term.atom(reason), Term.list());
  }
}
