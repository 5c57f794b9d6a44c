package io.nessiecluster.distribution.etf;

import java.util.AbstractList;
import java.util.RandomAccess;

/** An immutable list of integers 0 to 255 at one byte each; equal to any list of the same terms. */
final class ByteList extends AbstractList<Term> implements RandomAccess {

  private final byte[] bytes;

  /** Takes {@code bytes} over: nobody else may hold them. */
  ByteList(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public Term get(int index) {
    return Int.of(bytes[index] & 0xff);
  }

  @Override
  public int size() {
    return bytes.length;
  }

  /** The bytes themselves, to be read only. */
  byte[] bytes() {
    return bytes;
  }
}
