package io.nessiecluster.distribution.etf;

import java.util.List;

/**
 * The beginning of a tuple, of which the rest was not read.
 *
 * @param arity how many elements the tuple claims; 0 also when the term is none
 * @param first the first elements, as many as were asked for if there are so many
 */
public record TupleHead(int arity, List<Term> first) {

  public TupleHead {
    first = Elements.immutable(first);
  }
}
