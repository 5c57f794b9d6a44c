package io.nessiecluster.distribution.etf;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * An order of terms, not Erlang's, in which two are the same exactly when they are equal. It finds
 * keys without hashes, which a peer can choose so that they collide. Comparing two terms takes no
 * longer than the lesser of them is long.
 */
final class TermOrder implements Comparator<Term> {

  static final TermOrder INSTANCE = new TermOrder();

  private static final Comparator<Pid> PIDS =
      Comparator.<Pid, String>comparing(pid -> pid.node().name())
          .thenComparingInt(Pid::id)
          .thenComparingInt(Pid::serial)
          .thenComparingInt(Pid::creation);
  private static final Comparator<Port> PORTS =
      Comparator.<Port, String>comparing(port -> port.node().name())
          .thenComparingLong(Port::id)
          .thenComparingInt(Port::creation);
  private static final Comparator<Export> EXPORTS =
      Comparator.<Export, String>comparing(export -> export.module().name())
          .thenComparing(export -> export.function().name())
          .thenComparingInt(Export::arity);

  private TermOrder() {}

  @Override
  public int compare(Term a, Term b) {
    return switch (a) {
      case Atom(String x) when b instanceof Atom(String y) -> x.compareTo(y);
      case Int(long x) when b instanceof Int(long y) -> Long.compare(x, y);
      case BigInt(BigInteger x) when b instanceof BigInt(BigInteger y) -> x.compareTo(y);
      case Float64(double x) when b instanceof Float64(double y) -> Double.compare(x, y);
      case Tuple(List<Term> x) when b instanceof Tuple(List<Term> y) -> lists(x, y);
      case ListTerm(List<Term> x) when b instanceof ListTerm(List<Term> y) -> lists(x, y);
      case ImproperList(List<Term> x, Term end)
          when b instanceof ImproperList(List<Term> y, Term otherEnd) ->
          orElse(lists(x, y), end, otherEnd);
      case Binary(Bytes x) when b instanceof Binary(Bytes y) -> x.compareTo(y);
      case BitBinary(Bytes x, int bits) when b instanceof BitBinary(Bytes y, int otherBits) -> {
        int order = x.compareTo(y);
        yield order != 0 ? order : Integer.compare(bits, otherBits);
      }
      case MapTerm(Map<Term, Term> x) when b instanceof MapTerm(Map<Term, Term> y) ->
          pairs(Pairs.of(x), Pairs.of(y));
      case Pid x when b instanceof Pid y -> PIDS.compare(x, y);
      case Port x when b instanceof Port y -> PORTS.compare(x, y);
      case Reference x when b instanceof Reference y -> references(x, y);
      case Fun(Bytes x) when b instanceof Fun(Bytes y) -> x.compareTo(y);
      case Export x when b instanceof Export y -> EXPORTS.compare(x, y);
      default -> Integer.compare(kind(a), kind(b));
    };
  }

  private static int kind(Term term) {
    return switch (term) {
      case Atom _ -> 0;
      case Int _ -> 1;
      case BigInt _ -> 2;
      case Float64 _ -> 3;
      case Tuple _ -> 4;
      case ListTerm _ -> 5;
      case ImproperList _ -> 6;
      case Binary _ -> 7;
      case BitBinary _ -> 8;
      case MapTerm _ -> 9;
      case Pid _ -> 10;
      case Port _ -> 11;
      case Reference _ -> 12;
      case Fun _ -> 13;
      case Export _ -> 14;
    };
  }

  private int orElse(int order, Term a, Term b) {
    return order != 0 ? order : compare(a, b);
  }

  private int lists(List<Term> a, List<Term> b) {
    int order = Integer.compare(a.size(), b.size());
    for (int i = 0; order == 0 && i < a.size(); i++) {
      order = compare(a.get(i), b.get(i));
    }
    return order;
  }

  private int pairs(Pairs a, Pairs b) {
    int order = Integer.compare(a.size(), b.size());
    Iterator<Map.Entry<Term, Term>> others = b.sorted().iterator();
    for (Map.Entry<Term, Term> entry : a.sorted()) {
      if (order != 0) {
        return order;
      }
      Map.Entry<Term, Term> other = others.next();
      order = orElse(compare(entry.getKey(), other.getKey()), entry.getValue(), other.getValue());
    }
    return order;
  }

  private static int references(Reference a, Reference b) {
    int order = a.node().name().compareTo(b.node().name());
    order = order != 0 ? order : Integer.compare(a.creation(), b.creation());
    order = order != 0 ? order : Integer.compare(a.ids().size(), b.ids().size());
    for (int i = 0; order == 0 && i < a.ids().size(); i++) {
      order = Integer.compare(a.ids().get(i), b.ids().get(i));
    }
    return order;
  }
}
