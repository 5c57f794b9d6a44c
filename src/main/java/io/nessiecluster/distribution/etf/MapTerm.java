package io.nessiecluster.distribution.etf;

import java.util.Map;

/**
 * A map.
 *
 * @param entries in the order in which they were given or read, which equality ignores;
 *     unmodifiable and without hashes, which a peer could make collide: a key is found in log n
 *     steps
 */
public record MapTerm(Map<Term, Term> entries) implements Term {

  public MapTerm {
    entries = Pairs.of(entries);
  }

  @Override
  public String toString() {
    return text();
  }
}
