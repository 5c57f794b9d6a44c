package io.nessiecluster.distribution;

import io.nessiecluster.distribution.handshake.Secret;

/**
 * The cookie of a cluster. Whoever knows it can run code on every BEAM of the cluster, so it never
 * shows in text, and has no equality that could be used to guess it.
 */
public final class Cookie {

  private final Secret secret;

  private Cookie(Secret secret) {
    this.secret = secret;
  }

  /** Most characters of a cookie, which is an atom. */
  public static final int MAX_CHARACTERS = 255;

  /**
   * A cookie of the given text, as in {@code .erlang.cookie} without the line's end. It has ASCII
   * characters alone: of any other a BEAM makes one byte or several, as its locale has it (and from
   * 256 on none: it crashes), so that no two sides agree on it.
   *
   * @throws IllegalArgumentException if it is empty, too long or not of ASCII characters; the
   *     message does not quote it
   */
  public static Cookie of(String text) {
    if (text.isEmpty()
        || text.length() > MAX_CHARACTERS
        || text.chars().anyMatch(c -> c == 0 || c > 0x7f)) {
      throw new IllegalArgumentException(
          "a cookie has 1 to " + MAX_CHARACTERS + " characters, all of them ASCII");
    }
    return new Cookie(Secret.of(text));
  }

  /**
   * This cookie, with what an operator should know where it does not match a peer's.
   *
   * @param remark one line, which does not quote it; it is added to the detail of a {@link
   *     ConnectFailure#COOKIE_MISMATCH}
   */
  public Cookie withRemark(String remark) {
    return new Cookie(secret.withRemark(remark));
  }

  /** What a handshake proves to know. */
  Secret secret() {
    return secret;
  }

  @Override
  public String toString() {
    return "Cookie[redacted]";
  }
}
