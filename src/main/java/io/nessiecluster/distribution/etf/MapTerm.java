package io.nessiecluster.distribution.etf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map.
 *
 * @param entries in the order in which they were given or read, which equality ignores
 */
public record MapTerm(Map<Term, Term> entries) implements Term {

  public MapTerm {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  @Override
  public String toString() {
    return text();
  }
}
