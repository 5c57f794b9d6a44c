package io.nessiecluster.distribution.call;

import io.nessiecluster.distribution.etf.Term;
import java.util.List;
import java.util.Optional;

/** The functions that peers can ask a value of. */
@FunctionalInterface
public interface FunctionTable {

  /** The value; empty when there is no such function. Whatever it throws is borne. */
  Optional<Term> value(String module, String function, List<Term> args);
}
