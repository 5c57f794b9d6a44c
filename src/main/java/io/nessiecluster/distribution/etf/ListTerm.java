package io.nessiecluster.distribution.etf;

import java.util.List;

/**
 * A proper list, the empty one included. A list of bytes that came as STRING_EXT is kept as bytes
 * and equals the list of the same integers.
 */
public record ListTerm(List<Term> elements) implements Term {

  /** {@code []}. */
  public static final ListTerm NIL = new ListTerm(List.of());

  public ListTerm {
    elements = Elements.immutable(elements);
  }

  /** The list of the integers that {@code bytes} are, unsigned; kept and sent compactly. */
  public static ListTerm ofBytes(byte[] bytes) {
    return bytes.length == 0 ? NIL : new ListTerm(new ByteList(bytes.clone()));
  }

  @Override
  public String toString() {
    return text();
  }
}
