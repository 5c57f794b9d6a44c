package io.nessiecluster.distribution.etf;

import java.util.List;

/** A tuple of any arity. */
public record Tuple(List<Term> elements) implements Term {

  /** <code>{}</code>. */
  public static final Tuple EMPTY = new Tuple(List.of());

  public Tuple {
    elements = Elements.immutable(elements);
  }

  /** Number of elements. */
  public int arity() {
    return elements.size();
  }

  /**
   * The element at {@code index}, counted from 0.
   *
   * @throws IndexOutOfBoundsException when there is none
   */
  public Term get(int index) {
    return elements.get(index);
  }

  @Override
  public String toString() {
    return text();
  }
}
