package io.nessiecluster.distribution;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A node name in its two parts; the whole compares as text. */
record PeerName(String text, String basename, String host) {

  private static final int MAX_CHARACTERS = 255; // it is an atom

  /** The parts, unless it is not {@code basename@host}. */
  static Optional<PeerName> parse(String text) {
    int at = text.indexOf('@');
    boolean valid =
        at > 0
            && at < text.length() - 1
            && text.length() <= MAX_CHARACTERS
            && StandardCharsets.UTF_8.newEncoder().canEncode(text)
            && text.codePoints().noneMatch(Character::isISOControl);
    return valid
        ? Optional.of(new PeerName(text, text.substring(0, at), text.substring(at + 1)))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return text;
  }
}
