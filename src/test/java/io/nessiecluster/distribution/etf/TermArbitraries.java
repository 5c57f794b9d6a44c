package io.nessiecluster.distribution.etf;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.ListArbitrary;

/** Generated terms. */
public final class TermArbitraries {

  private static final int DEPTH = 3;

  private TermArbitraries() {}

  /** Terms of every type. */
  public static Arbitrary<Term> terms() {
    return nested(Arbitraries.oneOf(readableByErlang(), funs()));
  }

  /** Terms that mean something to a BEAM too: a fun of arbitrary bytes does not. */
  static Arbitrary<Term> termsReadableByErlang() {
    return nested(readableByErlang());
  }

  static Arbitrary<Atom> atoms() {
    Arbitrary<Integer> characters =
        Arbitraries.oneOf(
            Arbitraries.integers().between('a', 'z'),
            Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(c -> Character.getType(c) != Character.SURROGATE));
    return characters
        .list()
        .ofMaxSize(Atom.MAX_CHARACTERS)
        .map(
            list -> {
              StringBuilder name = new StringBuilder();
              list.forEach(name::appendCodePoint);
              return new Atom(name.toString());
            });
  }

  private static Arbitrary<Term> nested(Arbitrary<Term> leaves) {
    return Arbitraries.integers()
        .between(0, DEPTH)
        .flatMap(depth -> Arbitraries.recursive(() -> leaves, TermArbitraries::around, depth));
  }

  private static Arbitrary<Term> around(Arbitrary<Term> inner) {
    ListArbitrary<Term> few = inner.list().ofMaxSize(3);
    return Arbitraries.oneOf(
        few.map(Tuple::new),
        few.map(ListTerm::new),
        Combinators.combine(few, inner).as(ImproperList::of),
        Combinators.combine(few, few).as(TermArbitraries::map));
  }

  private static Term map(List<Term> keys, List<Term> values) {
    LinkedHashMap<Term, Term> entries = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(keys.size(), values.size()); i++) {
      entries.put(keys.get(i), values.get(i));
    }
    return new MapTerm(entries);
  }

  private static Arbitrary<Term> readableByErlang() {
    return Arbitraries.oneOf(
        atoms().map(Term.class::cast),
        Arbitraries.longs().map(Term::integer),
        Arbitraries.longs().between(-300, 300).map(Term::integer),
        bigIntegers().map(Term::integer),
        // OTP 25 and 26 hold 0.0 and -0.0 for one key of a map
        Arbitraries.doubles().filter(d -> d != 0).map(Float64::new),
        bytes(0, 100).map(Term::binary),
        bytes(0, 100).map(ListTerm::ofBytes),
        Combinators.combine(bytes(1, 20), Arbitraries.integers().between(1, 7))
            .as((bytes, bits) -> new BitBinary(Bytes.copyOf(bytes), bits)),
        pids(),
        pids().map(pid -> new Tuple(Collections.nCopies(300, pid))),
        ports(),
        references(),
        Combinators.combine(atoms(), atoms(), Arbitraries.integers().between(0, 255))
            .as(Export::new));
  }

  private static Arbitrary<BigInteger> bigIntegers() {
    return Combinators.combine(bytes(1, 300), Arbitraries.of(-1, 1))
        .as((magnitude, sign) -> new BigInteger(1, magnitude).multiply(BigInteger.valueOf(sign)));
  }

  private static Arbitrary<byte[]> bytes(int least, int most) {
    return Arbitraries.bytes().array(byte[].class).ofMinSize(least).ofMaxSize(most);
  }

  private static Arbitrary<Atom> nodes() {
    return Arbitraries.strings()
        .alpha()
        .ofMinLength(1)
        .ofMaxLength(20)
        .map(name -> new Atom(name + "@127.0.0.1"));
  }

  private static Arbitrary<Integer> words() {
    return Arbitraries.integers();
  }

  private static Arbitrary<Term> pids() {
    return Combinators.combine(nodes(), words(), words(), words()).as(Pid::new);
  }

  private static Arbitrary<Term> ports() {
    Arbitrary<Long> ids =
        Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(0, 1 << 29));
    return Combinators.combine(nodes(), ids, words()).as(Port::new);
  }

  private static Arbitrary<Term> references() {
    return Combinators.combine(
            nodes(), words(), words().list().ofMinSize(1).ofMaxSize(Reference.MAX_IDS))
        .as(Reference::new);
  }

  private static Arbitrary<Term> funs() {
    return bytes(Fun.MIN_BYTES, 60).map(bytes -> new Fun(Bytes.copyOf(bytes)));
  }
}
