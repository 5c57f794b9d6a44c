package io.nessiecluster.distribution.etf;

import java.util.List;

/**
 * A list that does not end in NIL, such as {@code [a | b]}; {@link #of} also takes a tail that is a
 * list.
 *
 * @param elements at least one
 * @param tail no list
 */
public record ImproperList(List<Term> elements, Term tail) implements Term {

  /**
   * Checks that the list is improper.
   *
   * @throws IllegalArgumentException without elements, or when the tail is a list
   */
  public ImproperList {
    elements = Elements.immutable(elements);
    if (elements.isEmpty() || tail instanceof ListTerm || tail instanceof ImproperList) {
      throw new IllegalArgumentException("no improper list: it lacks elements or ends in a list");
    }
  }

  /** The one term for {@code [elements... | tail]}, whatever the tail is. */
  public static Term of(List<Term> elements, Term tail) {
    if (elements.isEmpty()) {
      return tail;
    }
    return switch (tail) {
      case ListTerm(List<Term> more) -> new ListTerm(joined(elements, more));
      case ImproperList(List<Term> more, Term end) -> new ImproperList(joined(elements, more), end);
      default -> new ImproperList(elements, tail);
    };
  }

  private static List<Term> joined(List<Term> first, List<Term> second) {
    if (second.isEmpty()) {
      return first;
    }
    Term[] all = new Term[first.size() + second.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i < first.size() ? first.get(i) : second.get(i - first.size());
    }
    return new Elements(all);
  }

  @Override
  public String toString() {
    return text();
  }
}
