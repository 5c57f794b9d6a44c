package io.nessiecluster.distribution.call;

import io.nessiecluster.distribution.etf.Atom;
import io.nessiecluster.distribution.etf.Reference;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.etf.Tuple;
import java.util.List;

/** What a call came to, in the terms of {@code rpc:call/5}. */
public sealed interface CallAnswer {

  /** The function has returned, or thrown, this. */
  record Result(Term value) implements CallAnswer {}

  /** There is no link; nothing was sent. */
  record NotConnected() implements CallAnswer {}

  /** So many calls are in flight over the link that nothing was sent. */
  record Overloaded(int inFlight) implements CallAnswer {}

  /** The peer would not begin the call, such as for {@code notsup}. */
  record Refused(Term reason) implements CallAnswer {}

  /** The function has failed: {@code {badrpc, Reason}}. */
  record BadRpc(Term reason) implements CallAnswer {}

  /** No answer came in time. */
  record TimedOut() implements CallAnswer {}

  /** The link was lost meanwhile. */
  record LinkLost(String detail) implements CallAnswer {}

  Atom BADRPC = Term.atom("badrpc");
  Atom EXIT = Term.atom("EXIT");
  Atom ERPC = Term.atom("erpc");

  /** The answer that a result means: {@code {badrpc, Reason}} is none. */
  static CallAnswer ofResult(Term result) {
    return result instanceof Tuple(List<Term> fields)
            && fields.size() == 2
            && fields.getFirst().equals(BADRPC)
        ? new BadRpc(fields.get(1))
        : new Result(result);
  }

  /**
   * The answer that the end of the process means which {@code erpc:execute_call/4} ran in.
   *
   * @param id what it was told to put in front of the outcome
   */
  static CallAnswer ofExit(Reference id, Term exit) {
    if (!(exit instanceof Tuple(List<Term> outcome))
        || outcome.size() < 3
        || !outcome.getFirst().equals(id)
        || !(outcome.get(1) instanceof Atom(String kind))) {
      return new BadRpc(Term.tuple(EXIT, exit)); // a signal has ended it
    }
    Term value = outcome.get(2);
    return switch (kind) {
      case "return" -> ofResult(value);
      case "throw" -> isTuple(value, EXIT) ? new BadRpc(value) : new Result(value);
      case "error" ->
          new BadRpc(Term.tuple(EXIT, error(value, outcome.subList(3, outcome.size()))));
      default -> new BadRpc(Term.tuple(EXIT, value));
    };
  }

  private static Term error(Term value, List<Term> stack) {
    if (!stack.isEmpty()) {
      return Term.tuple(value, stack.getFirst());
    }
    return isTuple(value, ERPC) ? ((Tuple) value).get(1) : value; // the call itself was no good
  }

  private static boolean isTuple(Term term, Atom first) {
    return term instanceof Tuple tuple && tuple.arity() == 2 && tuple.get(0).equals(first);
  }

  /** The one word of a reason, as {@code undef} of {@code {'EXIT', {undef, Stack}}}; or empty. */
  static String word(Term reason) {
    return switch (reason) {
      case Atom(String name) -> name;
      case Tuple tuple when isTuple(tuple, EXIT) -> word(tuple.get(1));
      case Tuple tuple when tuple.arity() > 0 && tuple.get(0) instanceof Atom(String name) -> name;
      default -> "";
    };
  }
}
