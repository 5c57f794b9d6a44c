package io.nessiecluster.distribution.etf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The bytes of a term, read from front to back; to read past their end is a typed error. */
final class TermInput {

  private static final VarHandle SHORT = bigEndian(short[].class);
  private static final VarHandle INT = bigEndian(int[].class);
  private static final VarHandle LONG = bigEndian(long[].class);

  final byte[] bytes;
  final int end;
  int position;

  /** Reads what remains of a buffer, whose position stays; one on the heap is not copied. */
  TermInput(ByteBuffer buffer) {
    if (buffer.hasArray()) {
      bytes = buffer.array();
      position = buffer.arrayOffset() + buffer.position();
    } else {
      bytes = new byte[buffer.remaining()];
      buffer.get(buffer.position(), bytes);
    }
    end = position + buffer.remaining();
  }

  private static VarHandle bigEndian(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.BIG_ENDIAN);
  }

  int remaining() {
    return end - position;
  }

  /** Whether the next byte is there, and this one. */
  boolean isNext(int tag) {
    return position < end && (bytes[position] & 0xff) == tag;
  }

  /** Steps over a byte that {@link #isNext}. */
  TermInput skip() {
    position++;
    return this;
  }

  int u8() throws TermDecodeException {
    if (position >= end) {
      throw truncated();
    }
    return bytes[position++] & 0xff;
  }

  int u16() throws TermDecodeException {
    return (short) SHORT.get(bytes, next(Short.BYTES)) & 0xffff;
  }

  int i32() throws TermDecodeException {
    return (int) INT.get(bytes, next(Integer.BYTES));
  }

  long i64() throws TermDecodeException {
    return (long) LONG.get(bytes, next(Long.BYTES));
  }

  /** A copy of the next bytes, which are counted before they are allocated. */
  byte[] bytes(int length) throws TermDecodeException {
    int from = next(length);
    return Arrays.copyOfRange(bytes, from, from + length);
  }

  /** Steps over bytes, and tells where they begin. */
  int next(int length) throws TermDecodeException {
    int from = position;
    if (length < 0 || length > end - from) {
      throw truncated();
    }
    position = from + length;
    return from;
  }

  static TermDecodeException truncated() {
    return new TermDecodeException("the bytes end before the term does");
  }
}
