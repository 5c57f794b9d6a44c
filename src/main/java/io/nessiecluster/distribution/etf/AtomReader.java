package io.nessiecluster.distribution.etf;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the names of atoms, and remembers the last few: a message repeats the same ones. */
final class AtomReader {

  private static final int MAX_CACHED = 64; // powers of two
  private static final int MIN_CACHED = 4;
  private static final int BYTES_PER_CACHED = 16; // so that a short message pays for little

  private final TermInput in;
  private @Nullable Atom @Nullable [] cache;

  AtomReader(TermInput in) {
    this.in = in;
  }

  /** Reads {@code length} bytes of UTF-8. */
  Atom utf8(int length) throws TermDecodeException {
    check(length);
    int hash = asciiHash(length);
    return hash < 0 ? wide(length) : cached(length, hash);
  }

  /** Reads {@code length} bytes of ISO 8859-1. */
  Atom latin1(int length) throws TermDecodeException {
    check(length);
    int hash = asciiHash(length);
    return hash < 0 ? narrow(length) : cached(length, hash);
  }

  private void check(int length) throws TermDecodeException {
    if (length > in.remaining()) {
      throw new TermDecodeException("the bytes end before the name of an atom does");
    }
  }

  /** A hash of the next bytes, or -1 when they are not all ASCII. */
  private int asciiHash(int length) {
    int hash = 0;
    int all = 0;
    for (int i = in.position, end = i + length; i < end; i++) {
      byte b = in.bytes[i];
      all |= b;
      hash = 31 * hash + b;
    }
    return all < 0 ? -1 : hash & Integer.MAX_VALUE;
  }

  private Atom cached(int length, int hash) throws TermDecodeException {
    @Nullable Atom[] atoms = cache;
    if (atoms == null) {
      atoms = new @Nullable Atom[cacheSize()];
      cache = atoms;
    }
    int slot = (hash ^ (hash >>> 16)) & (atoms.length - 1);
    Atom known = atoms[slot];
    if (known != null && isNext(known.name(), length)) {
      in.position += length;
      return known;
    }
    Atom atom = narrow(length);
    atoms[slot] = atom;
    return atom;
  }

  private int cacheSize() {
    int wanted = in.remaining() / BYTES_PER_CACHED;
    return Integer.highestOneBit(Math.clamp(wanted, MIN_CACHED, MAX_CACHED));
  }

  private boolean isNext(String name, int length) {
    if (name.length() != length) {
      return false;
    }
    int from = in.position;
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != in.bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  private Atom narrow(int length) throws TermDecodeException {
    return atom(new String(in.bytes, in.next(length), length, StandardCharsets.ISO_8859_1));
  }

  private Atom wide(int length) throws TermDecodeException {
    try {
      ByteBuffer name = ByteBuffer.wrap(in.bytes, in.next(length), length);
      return atom(StandardCharsets.UTF_8.newDecoder().decode(name).toString());
    } catch (CharacterCodingException e) {
      throw new TermDecodeException("the name of an atom is no UTF-8");
    }
  }

  private static Atom atom(String name) throws TermDecodeException {
    if (name.codePointCount(0, name.length()) > Atom.MAX_CHARACTERS) {
      throw new TermDecodeException("an atom has more than 255 characters");
    }
    return new Atom(name);
  }
}
