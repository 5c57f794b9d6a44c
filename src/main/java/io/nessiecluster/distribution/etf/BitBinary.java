package io.nessiecluster.distribution.etf;

/**
 * A bitstring whose length is no multiple of eight bits; otherwise it is a {@link Binary}.
 *
 * @param bytes at least one; the unused low bits of the last one are cleared
 * @param bitsInLastByte 1 to 7: how many high bits of the last byte count
 */
public record BitBinary(Bytes bytes, int bitsInLastByte) implements Term {

  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException without bytes, or for a number of bits that is not 1 to 7
   */
  public BitBinary {
    if (bytes.size() == 0 || bitsInLastByte < 1 || bitsInLastByte > 7) {
      throw new IllegalArgumentException(
          "no bitstring: " + bytes + ", " + bitsInLastByte + " bits in the last");
    }
    byte[] cleared = bytes.toArray();
    cleared[cleared.length - 1] &= (byte) (0xff << (Byte.SIZE - bitsInLastByte));
    bytes = Bytes.wrap(cleared);
  }

  @Override
  public String toString() {
    return text();
  }
}
