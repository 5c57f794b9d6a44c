package io.nessiecluster.distribution.etf;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Consumer;

/** An immutable list of terms that is made without a copy; equal to any list of the same terms. */
final class Elements extends AbstractList<Term> implements RandomAccess {

  private final Term[] terms;

  /** Takes {@code terms} over: nobody else may hold them. */
  Elements(Term[] terms) {
    this.terms = terms;
  }

  /** The list itself when it is known to be immutable, else a copy. */
  static List<Term> immutable(List<Term> list) {
    return list instanceof Elements || list instanceof ByteList ? list : List.copyOf(list);
  }

  @Override
  public Term get(int index) {
    return terms[index];
  }

  @Override
  public int size() {
    return terms.length;
  }

  @Override
  public void forEach(Consumer<? super Term> action) {
    for (Term term : terms) {
      action.accept(term);
    }
  }
}
