package io.nessiecluster.distribution.etf;

import java.math.BigInteger;
import java.util.List;

/**
 * An Erlang term (ERTS, "External Term Format"). Immutable; two terms are equal when Erlang's
 * {@code =:=} of OTP 27 holds them equal, however they were written on the wire.
 */
public sealed interface Term
    permits Atom,
        Int,
        BigInt,
        Float64,
        Tuple,
        ListTerm,
        ImproperList,
        Binary,
        BitBinary,
        MapTerm,
        Pid,
        Port,
        Reference,
        Fun,
        Export {

  /**
   * Deepest nesting that is encoded or decoded: what BEAMs say to each other is some tens deep at
   * most, and neither side's stack must depend on the other's good will.
   */
  int MAX_DEPTH = 512;

  /** The atom {@code name}, of at most {@value Atom#MAX_CHARACTERS} characters. */
  static Atom atom(String name) {
    return new Atom(name);
  }

  /** An integer. */
  static Int integer(long value) {
    return Int.of(value);
  }

  /** An integer of any size: {@link Int} where the value fits, else {@link BigInt}. */
  static Term integer(BigInteger value) {
    return value.bitLength() < Long.SIZE ? Int.of(value.longValue()) : new BigInt(value);
  }

  /** The tuple of {@code elements}. */
  static Tuple tuple(Term... elements) {
    return elements.length == 0 ? Tuple.EMPTY : new Tuple(List.of(elements));
  }

  /** The proper list of {@code elements}; the empty list (NIL) of none. */
  static ListTerm list(Term... elements) {
    return elements.length == 0 ? ListTerm.NIL : new ListTerm(List.of(elements));
  }

  /** The binary of {@code bytes}, which are copied. */
  static Binary binary(byte[] bytes) {
    return new Binary(Bytes.copyOf(bytes));
  }

  /**
   * This term in Erlang's notation on one line, as {@code ~0tp} prints it; {@code ...} stands for
   * what is nested deeper than 32, and for what is behind 8192 characters. {@code toString} is the
   * same.
   */
  default String text() {
    return TermText.of(this);
  }
}
