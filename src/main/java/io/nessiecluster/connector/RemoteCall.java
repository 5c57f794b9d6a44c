package io.nessiecluster.connector;

import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.mesh.MeshCallException;
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
}
