package io.nessiecluster.distribution.etf;

/**
 * An atom.
 *
 * @param name at most {@value #MAX_CHARACTERS} Unicode characters; may be empty
 */
public record Atom(String name) implements Term {

  /** Most characters (code points) of an atom. */
  public static final int MAX_CHARACTERS = 255;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is too long or holds half a surrogate pair
   */
  public Atom {
    if (name.length() > MAX_CHARACTERS && name.codePointCount(0, name.length()) > MAX_CHARACTERS) {
      throw new IllegalArgumentException("an atom has at most 255 characters");
    }
    for (int i = 0; i < name.length(); i++) {
      if (Character.isSurrogate(name.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(name.codePointAt(i))) {
          throw new IllegalArgumentException("an atom must not hold half a surrogate pair");
        }
        i++;
      }
    }
  }
}
