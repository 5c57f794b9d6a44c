package io.nessiecluster.distribution.handshake;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** The 16 bytes that prove the knowledge of a cookie. Equality takes constant time. */
public final class Digest {
  /** The length of an MD5 digest. */
  public static final int BYTES = 16;

  private final byte[] bytes;

  /**
   * A digest of the given bytes.
   *
   * @throws IllegalArgumentException unless there are 16 of them
   */
  public Digest(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a digest has 16 bytes, not " + bytes.length);
    }
    this.bytes = bytes.clone();
  }

  void writeTo(ByteBuffer out) {
    out.put(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
  }

  @Override
  public int hashCode() {
    return bytes[0];
  }

  @Override
  public String toString() {
    return "Digest[16 bytes]";
  }
}
