package io.nessiecluster.distribution.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What both sides of a handshake prove to know: the cookie, as bytes. It never shows in text, and
 * has no equality that could be used to guess it.
 */
public final class Secret {
  /** A cookie is an atom: at most 255 characters, so at most 1020 bytes. */
  public static final int MAX_BYTES = 1020;

  private final byte[] secret;
  private final String remark;

  private Secret(byte[] secret, String remark) {
    this.secret = secret;
    this.remark = remark;
  }

  /**
   * The secret of the given text, in UTF-8.
   *
   * @throws IllegalArgumentException if it is empty or too long; the message does not quote it
   */
  public static Secret of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a cookie has 1 to " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    return new Secret(bytes, "");
  }

  /**
   * The same secret, with what an operator should know where it does not match another's.
   *
   * @param other one line, which does not quote it
   */
  public Secret withRemark(String other) {
    return new Secret(secret, other);
  }

  /** Whether it is the same secret, whatever the remark; takes constant time. */
  public boolean isSame(Secret other) {
    return MessageDigest.isEqual(secret, other.secret);
  }

  /** A detail of a mismatch, with the remark behind it if there is one. */
  String mismatch(String detail) {
    return remark.isEmpty() ? detail : detail + "; " + remark;
  }

  /**
   * The answer to a challenge: MD5 of the cookie followed by the challenge in unsigned decimal
   * (ERTS, <i>Distribution Protocol</i>, "Semantics of the Handshake").
   */
  public Digest answer(int challenge) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5"); // fixed by the protocol
      md5.update(secret);
      md5.update(Integer.toUnsignedString(challenge).getBytes(StandardCharsets.US_ASCII));
      return new Digest(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
