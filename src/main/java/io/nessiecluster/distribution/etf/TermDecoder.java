package io.nessiecluster.distribution.etf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads terms (ERTS, "External Term Format") as OTP 25 to 29 send them. Bounded whatever the bytes
 * are: nesting by {@link Term#MAX_DEPTH}, and memory by a small multiple of the bytes at hand, as
 * the elements that all open tuples, lists and maps still claim never outnumber those bytes.
 *
 * <p>Time is linear in the bytes, but for n log n in the keys of a map: nothing is hashed, and a
 * list in the tail of a list is read on into the same array.
 *
 * <p>Refused are compressed terms (no node sends them to another), the atom cache (which is not
 * negotiated), and LOCAL_EXT (which is meant for its own node).
 */
public final class TermDecoder {

  private static final int MAX_BIG_BYTES = 1 << 24;
  private static final int MAX_ATOM_BYTES = 4 * Atom.MAX_CHARACTERS;

  private final TermInput in;
  private final AtomReader atoms;
  private int owed; // elements that the open containers still claim, at a byte each at least
  private int depth;

  private TermDecoder(TermInput in) {
    this.in = in;
    this.atoms = new AtomReader(in);
  }

  /**
   * Reads the version byte 131 and the one term behind it.
   *
   * @param buffer left right behind the term; where it was when the term cannot be read
   * @throws TermDecodeException when the bytes are no term, end too early or exceed a bound
   */
  public static Term decode(ByteBuffer buffer) throws TermDecodeException {
    TermInput in = versioned(buffer);
    Term term = new TermDecoder(in).term();
    buffer.position(buffer.limit() - in.remaining());
    return term;
  }

  /**
   * Reads the version byte 131 and the beginning of the term behind it, to tell whether the rest is
   * worth the memory: bytes that nobody looks at need not even be a term.
   *
   * @param buffer stays where it is
   * @param count how many elements to read, if there are as many
   * @throws TermDecodeException when those bytes are no term, end too early or exceed a bound
   */
  public static TupleHead head(ByteBuffer buffer, int count) throws TermDecodeException {
    TermInput in = versioned(buffer);
    int arity =
        switch (in.u8()) {
          case Tag.SMALL_TUPLE -> in.u8();
          case Tag.LARGE_TUPLE -> in.i32();
          default -> 0;
        };
    TermDecoder decoder = new TermDecoder(in);
    decoder.enter(arity, 0);
    return new TupleHead(arity, new Elements(decoder.elements(Math.min(arity, count))));
  }

  private static TermInput versioned(ByteBuffer buffer) throws TermDecodeException {
    TermInput in = new TermInput(buffer);
    int version = in.u8();
    if (version != Tag.VERSION) {
      throw new TermDecodeException("a term starts with 131, not " + version);
    }
    return in;
  }

  private Term term() throws TermDecodeException {
    int tag = in.u8();
    return switch (tag) {
      case Tag.SMALL_INTEGER -> Int.of(in.u8());
      case Tag.INTEGER -> Int.of(in.i32());
      case Tag.SMALL_TUPLE -> tuple(in.u8());
      case Tag.SMALL_ATOM_UTF8 -> atoms.utf8(in.u8());
      case Tag.ATOM_UTF8 -> atoms.utf8(u16(MAX_ATOM_BYTES));
      case Tag.SMALL_ATOM -> atoms.latin1(in.u8());
      case Tag.ATOM -> atoms.latin1(u16(Atom.MAX_CHARACTERS));
      case Tag.NIL -> ListTerm.NIL;
      case Tag.LIST -> list(in.i32());
      case Tag.STRING -> string(in.u16());
      case Tag.BINARY -> new Binary(Bytes.wrap(in.bytes(in.i32())));
      case Tag.NEW_FLOAT -> float64(Double.longBitsToDouble(in.i64()));
      case Tag.MAP -> map(in.i32());
      case Tag.LARGE_TUPLE -> tuple(in.i32());
      case Tag.SMALL_BIG -> big(in.u8());
      case Tag.LARGE_BIG -> big(in.i32());
      case Tag.BIT_BINARY -> bitBinary(in.i32());
      case Tag.FLOAT -> float64(FloatText.read(in.bytes(FloatText.BYTES)));
      case Tag.NEW_PID -> new Pid(atom(), in.i32(), in.i32(), in.i32());
      case Tag.PID -> new Pid(atom(), in.i32(), in.i32(), in.u8());
      case Tag.V4_PORT -> new Port(atom(), in.i64(), in.i32());
      case Tag.NEW_PORT -> new Port(atom(), u32(), in.i32());
      case Tag.PORT -> new Port(atom(), u32(), in.u8());
      case Tag.NEWER_REFERENCE -> reference(u16(Reference.MAX_IDS), true);
      case Tag.NEW_REFERENCE -> reference(u16(Reference.MAX_IDS), false);
      case Tag.REFERENCE -> oldReference();
      case Tag.NEW_FUN -> fun(in.i32());
      case Tag.EXPORT -> export();
      default -> throw new TermDecodeException("no term starts with tag " + tag);
    };
  }

  private Term tuple(int arity) throws TermDecodeException {
    if (arity == 0) {
      return Tuple.EMPTY;
    }
    enter(arity, 0);
    Term[] elements = elements(arity);
    depth--;
    return new Tuple(new Elements(elements));
  }

  private Term list(int length) throws TermDecodeException {
    int outer = depth;
    enter(length, 1);
    Term[] elements = elements(length);
    owed--;
    int count = length;
    while (in.isNext(Tag.LIST)) { // joined level by level, elements would be copied at each
      int more = in.skip().i32();
      enter(more, 1);
      if (count + more > elements.length) {
        elements = Arrays.copyOf(elements, Math.max(count + more, 2 * count));
      }
      read(elements, count, more);
      owed--;
      count += more;
    }
    Term tail = term();
    depth = outer;
    return ImproperList.of(
        new Elements(count == elements.length ? elements : Arrays.copyOf(elements, count)), tail);
  }

  private Term map(int size) throws TermDecodeException {
    enter(size, size);
    List<Map.Entry<Term, Term>> entries = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      owed -= 2;
      entries.add(Map.entry(term(), term()));
    }
    depth--;
    Pairs pairs = new Pairs(entries);
    if (!pairs.isDistinct()) {
      throw new TermDecodeException("a map holds a key twice");
    }
    return new MapTerm(pairs);
  }

  private Term[] elements(int count) throws TermDecodeException {
    Term[] elements = new Term[count];
    read(elements, 0, count);
    return elements;
  }

  private void read(Term[] into, int from, int count) throws TermDecodeException {
    for (int i = from; i < from + count; i++) {
      owed--;
      into[i] = term();
    }
  }

  /** Opens a container of {@code count + more} terms, once the bytes at hand can hold them. */
  private void enter(int count, int more) throws TermDecodeException {
    if (count < 0 || (long) count + more > (long) in.remaining() - owed) {
      throw TermInput.truncated();
    }
    if (++depth > Term.MAX_DEPTH) {
      throw new TermDecodeException("terms are nested more than 512 deep");
    }
    owed += count + more;
  }

  private Term string(int length) throws TermDecodeException {
    return length == 0 ? ListTerm.NIL : new ListTerm(new ByteList(in.bytes(length)));
  }

  private static Term float64(double value) throws TermDecodeException {
    if (!Double.isFinite(value)) {
      throw new TermDecodeException("a float is infinite or no number");
    }
    return new Float64(value);
  }

  private Term big(int length) throws TermDecodeException {
    boolean negative = in.u8() != 0;
    if (length > MAX_BIG_BYTES) {
      throw new TermDecodeException("an integer has more than 16 MiB");
    }
    byte[] magnitude = in.bytes(length);
    for (int i = 0, j = length - 1; i < j; i++, j--) { // little-endian on the wire
      byte low = magnitude[i];
      magnitude[i] = magnitude[j];
      magnitude[j] = low;
    }
    BigInteger value = new BigInteger(1, magnitude);
    return Term.integer(negative ? value.negate() : value);
  }

  private Term bitBinary(int length) throws TermDecodeException {
    int bits = in.u8();
    byte[] bytes = in.bytes(length);
    if (bits == Byte.SIZE || (bits == 0 && length == 0)) {
      return new Binary(Bytes.wrap(bytes));
    }
    if (bits == 0 || bits > Byte.SIZE || length == 0) {
      throw new TermDecodeException("a bitstring has " + bits + " bits in its last byte");
    }
    return new BitBinary(Bytes.wrap(bytes), bits);
  }

  private Term reference(int length, boolean wideCreation) throws TermDecodeException {
    Atom node = atom();
    int creation = wideCreation ? in.i32() : in.u8();
    if (length == 0) {
      throw new TermDecodeException("a reference has no words");
    }
    Integer[] ids = new Integer[length];
    for (int i = 0; i < length; i++) {
      ids[i] = in.i32();
    }
    return new Reference(node, creation, List.of(ids));
  }

  private Term oldReference() throws TermDecodeException {
    Atom node = atom();
    int id = in.i32();
    return new Reference(node, in.u8(), List.of(id));
  }

  private Term fun(int size) throws TermDecodeException {
    int length = size - Integer.BYTES; // the size counts itself
    if (length < Fun.MIN_BYTES) {
      throw new TermDecodeException("a fun is too short");
    }
    return new Fun(Bytes.wrap(in.bytes(length)));
  }

  private Term export() throws TermDecodeException {
    Atom module = atom();
    Atom function = atom();
    if (in.u8() != Tag.SMALL_INTEGER) {
      throw new TermDecodeException("the arity of an export is no small integer");
    }
    return new Export(module, function, in.u8());
  }

  private Atom atom() throws TermDecodeException {
    int tag = in.u8();
    return switch (tag) {
      case Tag.SMALL_ATOM_UTF8 -> atoms.utf8(in.u8());
      case Tag.ATOM_UTF8 -> atoms.utf8(u16(MAX_ATOM_BYTES));
      case Tag.SMALL_ATOM -> atoms.latin1(in.u8());
      case Tag.ATOM -> atoms.latin1(u16(Atom.MAX_CHARACTERS));
      default -> throw new TermDecodeException("an atom must stand where tag " + tag + " does");
    };
  }

  private int u16(int limit) throws TermDecodeException {
    int value = in.u16();
    if (value > limit) {
      throw new TermDecodeException("a length of " + value + " where " + limit + " is the most");
    }
    return value;
  }

  private long u32() throws TermDecodeException {
    return Integer.toUnsignedLong(in.i32());
  }
}
