package io.nessiecluster.distribution.etf;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a map in the order in which they came, found by {@link TermOrder} and not by hash:
 * to read n of them takes n log n steps, whatever the keys are.
 */
final class Pairs extends AbstractMap<Term, Term> {

  private static final Comparator<Entry<Term, Term>> BY_KEY =
      Entry.comparingByKey(TermOrder.INSTANCE);

  private final List<Entry<Term, Term>> inOrder;
  private final List<Entry<Term, Term>> sorted;

  /** Takes {@code entries} over: nobody else may change them. */
  Pairs(List<Entry<Term, Term>> entries) {
    this.inOrder = Collections.unmodifiableList(entries);
    this.sorted = isSorted(entries) ? inOrder : sorted(entries);
  }

  private static boolean isSorted(List<Entry<Term, Term>> entries) {
    for (int i = 1; i < entries.size(); i++) {
      if (BY_KEY.compare(entries.get(i - 1), entries.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  private static List<Entry<Term, Term>> sorted(List<Entry<Term, Term>> entries) {
    List<Entry<Term, Term>> byKey = new ArrayList<>(entries);
    byKey.sort(BY_KEY);
    return Collections.unmodifiableList(byKey);
  }

  /** The map itself when it is one of these, else a copy. */
  static Pairs of(Map<Term, Term> map) {
    if (map instanceof Pairs pairs) {
      return pairs;
    }
    List<Entry<Term, Term>> entries = new ArrayList<>(map.size());
    map.forEach((key, value) -> entries.add(Map.entry(key, value)));
    return new Pairs(entries);
  }

  /** Whether no key is there twice. */
  boolean isDistinct() {
    for (int i = 1; i < sorted.size(); i++) {
      if (BY_KEY.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** The entries by their keys, in {@link TermOrder}. */
  List<Entry<Term, Term>> sorted() {
    return sorted;
  }

  @Override
  public @Nullable Term get(Object key) {
    if (!(key instanceof Term term)) {
      return null;
    }
    int index = Collections.binarySearch(sorted, Map.entry(term, term), BY_KEY);
    return index < 0 ? null : sorted.get(index).getValue();
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public Set<Entry<Term, Term>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<Term, Term>> iterator() {
        return inOrder.iterator();
      }

      @Override
      public int size() {
        return inOrder.size();
      }
    };
  }
}
