package io.nessiecluster.distribution.etf;

import java.util.Arrays;

/** An immutable string of bytes, equal by content; prints its length only. */
public final class Bytes implements Comparable<Bytes> {

  private final byte[] array;

  private Bytes(byte[] array) {
    this.array = array;
  }

  /** A copy of {@code bytes}. */
  public static Bytes copyOf(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  /** Takes {@code bytes} over: nobody else may hold them. */
  static Bytes wrap(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** The array itself, to be read only. */
  byte[] shared() {
    return array;
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return array.clone();
  }

  /** Number of bytes. */
  public int size() {
    return array.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  /** By content, the shorter of two that begin alike first. */
  @Override
  public int compareTo(Bytes other) {
    return Arrays.compare(array, other.array);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(array);
  }

  @Override
  public String toString() {
    return array.length + " bytes";
  }
}
