package io.nessiecluster.connector;

import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.mesh.MeshCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls functions at one member, all of them under one deadline. */
@FunctionalInterface
interface RemoteCall {

  /**
   * What a function returns; empty when the member has no such function.
   *
   * @throws MeshCallException when there is no answer, or the function has failed
   */
  Optional<Term> ifDefined(RemoteFunction function, Term... arguments)
      throws MeshCallException, InterruptedException;

  /** What a function returns that every member has. */
  default Term to(RemoteFunction function, Term... arguments)
      throws MeshCallException, InterruptedException {
    return ifDefined(function, arguments)
        .orElseThrow(() -> Answers.bad(function, "there is no such function"));
  }

  /**
   * What several functions return that every member has, in order. None needs the answer of another
   * one, so that they may all be under way at once.
   */
  default List<Term> toAll(List<Asked> questions) throws MeshCallException, InterruptedException {
    List<Term> answers = new ArrayList<>(questions.size());
    for (Asked question : questions) {
      answers.add(question.of(this));
    }
    return answers;
  }

  /** A function, and what it is called with. */
  record Asked(RemoteFunction function, List<Term> arguments) {

    public Asked {
      arguments = List.copyOf(arguments);
    }

    static Asked of(RemoteFunction function, Term... arguments) {
      return new Asked(function, List.of(arguments));
    }

    Term of(RemoteCall call) throws MeshCallException, InterruptedException {
      return call.to(function, arguments.toArray(Term[]::new));
    }
  }
}
