package io.nessiecluster.distribution.etf;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes terms (ERTS, "External Term Format") by the tags that OTP 25 and later read and would
 * themselves write: UTF-8 atoms, and identifiers with creations of 32 bits.
 */
public final class TermEncoder {

  private static final int MAX_BYTES = 1 << 30;
  private static final int INITIAL_BYTES = 256;
  private static final int MAX_STRING = 0xffff;
  private static final int MAX_SMALL_PORT = 0xfffffff; // 28 bits, as the BEAM chooses

  private byte[] bytes;
  private ByteBuffer out;
  private int depth;

  private TermEncoder(int headroom) {
    bytes = new byte[headroom + INITIAL_BYTES];
    out = ByteBuffer.wrap(bytes).position(headroom);
  }

  /** Writes one term, with the version byte 131 in front. */
  public static byte[] encode(Term term) {
    TermEncoder encoder = new TermEncoder(0);
    encoder.versioned(term);
    return Arrays.copyOf(encoder.bytes, encoder.out.position());
  }

  /**
   * Writes terms one behind the other, each with the version byte 131 in front.
   *
   * @param headroom how many zero bytes to leave in front, for the header of a frame
   * @return a heap buffer from the first byte of the headroom to the end of the last term
   * @throws IllegalArgumentException for a term that is nested more than {@link Term#MAX_DEPTH}
   *     deep or of more than 1 GiB
   */
  public static ByteBuffer encode(int headroom, Term... terms) {
    TermEncoder encoder = new TermEncoder(headroom);
    for (Term term : terms) {
      encoder.versioned(term);
    }
    return encoder.out.flip();
  }

  private void versioned(Term term) {
    tag(Tag.VERSION, 0);
    write(term);
  }

  private void write(Term term) {
    switch (term) {
      case Atom atom -> atom(atom);
      case Int(long value) -> integer(value);
      case Tuple(List<Term> elements) -> tuple(elements);
      case ListTerm(ByteList list) when list.size() <= MAX_STRING -> {
        tag(Tag.STRING, 2 + list.size()).putShort((short) list.size()).put(list.bytes());
      }
      case ListTerm(List<Term> elements) when elements.isEmpty() -> tag(Tag.NIL, 0);
      case ListTerm(List<Term> elements) -> list(elements, ListTerm.NIL);
      case ImproperList(List<Term> elements, Term tail) -> list(elements, tail);
      case Binary(Bytes data) ->
          tag(Tag.BINARY, 4 + data.size()).putInt(data.size()).put(data.shared());
      case BitBinary(Bytes data, int bits) ->
          tag(Tag.BIT_BINARY, 5 + data.size())
              .putInt(data.size())
              .put((byte) bits)
              .put(data.shared());
      case Float64(double value) -> tag(Tag.NEW_FLOAT, 8).putDouble(value);
      case BigInt(BigInteger value) -> big(value);
      case MapTerm map -> map(map);
      case Pid(Atom node, int id, int serial, int creation) -> {
        tag(Tag.NEW_PID, 0);
        atom(node);
        room(12).putInt(id).putInt(serial).putInt(creation);
      }
      case Port port -> port(port);
      case Reference(Atom node, int creation, List<Integer> ids) -> {
        tag(Tag.NEWER_REFERENCE, 2).putShort((short) ids.size());
        atom(node);
        room(4 + 4 * ids.size()).putInt(creation);
        ids.forEach(out::putInt);
      }
      case Fun(Bytes body) ->
          tag(Tag.NEW_FUN, 4 + body.size()).putInt(4 + body.size()).put(body.shared());
      case Export(Atom module, Atom function, int arity) -> {
        tag(Tag.EXPORT, 0);
        atom(module);
        atom(function);
        integer(arity);
      }
    }
  }

  private void atom(Atom atom) {
    if (!ascii(atom.name())) {
      wide(atom);
    }
  }

  /** Writes a name that is all ASCII, as nearly every one is, without a copy; else nothing. */
  private boolean ascii(String name) {
    int length = name.length();
    int start = out.position();
    ByteBuffer to = tag(Tag.SMALL_ATOM_UTF8, 1 + length).put((byte) length);
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (c > 0x7f) {
        out.position(start);
        return false;
      }
      to.put((byte) c);
    }
    return true;
  }

  private void wide(Atom atom) {
    byte[] name = atom.name().getBytes(StandardCharsets.UTF_8);
    if (name.length <= 0xff) {
      tag(Tag.SMALL_ATOM_UTF8, 1 + name.length).put((byte) name.length).put(name);
    } else {
      tag(Tag.ATOM_UTF8, 2 + name.length).putShort((short) name.length).put(name);
    }
  }

  private void integer(long value) {
    if (value >= 0 && value <= 0xff) {
      tag(Tag.SMALL_INTEGER, 1).put((byte) value);
    } else if (value == (int) value) {
      tag(Tag.INTEGER, 4).putInt((int) value);
    } else {
      big(BigInteger.valueOf(value));
    }
  }

  private void big(BigInteger value) {
    byte[] magnitude = value.abs().toByteArray();
    int sign = magnitude[0] == 0 ? 1 : 0; // the two's complement may lead with a zero byte
    int length = magnitude.length - sign;
    if (length <= 0xff) {
      tag(Tag.SMALL_BIG, 2 + length).put((byte) length);
    } else {
      tag(Tag.LARGE_BIG, 5 + length).putInt(length);
    }
    out.put((byte) (value.signum() < 0 ? 1 : 0));
    for (int i = magnitude.length - 1; i >= sign; i--) {
      out.put(magnitude[i]);
    }
  }

  private void tuple(List<Term> elements) {
    if (elements.size() <= 0xff) {
      tag(Tag.SMALL_TUPLE, 1).put((byte) elements.size());
    } else {
      tag(Tag.LARGE_TUPLE, 4).putInt(elements.size());
    }
    enter();
    elements.forEach(this::write);
    depth--;
  }

  private void list(List<Term> elements, Term tail) {
    tag(Tag.LIST, 4).putInt(elements.size());
    enter();
    elements.forEach(this::write);
    write(tail);
    depth--;
  }

  private void map(MapTerm map) {
    tag(Tag.MAP, 4).putInt(map.entries().size());
    enter();
    map.entries()
        .forEach(
            (key, value) -> {
              write(key);
              write(value);
            });
    depth--;
  }

  private void port(Port port) {
    boolean small = port.id() >= 0 && port.id() <= MAX_SMALL_PORT;
    tag(small ? Tag.NEW_PORT : Tag.V4_PORT, 0);
    atom(port.node());
    if (small) {
      room(8).putInt((int) port.id()).putInt(port.creation());
    } else {
      room(12).putLong(port.id()).putInt(port.creation());
    }
  }

  private void enter() {
    if (++depth > Term.MAX_DEPTH) {
      throw new IllegalArgumentException("terms are nested more than 512 deep");
    }
  }

  private ByteBuffer tag(int tag, int more) {
    return room(1 + more).put((byte) tag);
  }

  private ByteBuffer room(int count) {
    if (out.remaining() < count) {
      long needed = (long) out.position() + count;
      if (count < 0 || needed > MAX_BYTES) {
        throw new IllegalArgumentException("terms of more than 1 GiB");
      }
      int position = out.position();
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * bytes.length)));
      out = ByteBuffer.wrap(bytes).position(position);
    }
    return out;
  }
}
