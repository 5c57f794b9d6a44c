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

  /**
   * A cookie of the given text, as in {@code .erlang.cookie} without the line's end.
   *
   * @throws IllegalArgumentException if it is empty or too long; the message does not quote it
   */
  public static Cookie of(String text) {
    return new Cookie(Secret.of(text));
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
