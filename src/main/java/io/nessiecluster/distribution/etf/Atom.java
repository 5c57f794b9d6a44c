package io.nessiecluster.distribution.etf;

import io.nessiecluster.base.NodeNames;

/**
 * An atom.
 *
 * @param name at most 255 Unicode characters; may be empty
 */
public record Atom(String name) implements Term {

  /** Most characters (code points) of an atom. */
  public static final int MAX_CHARACTERS = NodeNames.MAX_CHARACTERS;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is too long or holds half a surrogate pair
   */
  public Atom {
    if (!NodeNames.isAtom(name)) {
      throw new IllegalArgumentException(
          "an atom has at most 255 characters, none of them half a surrogate pair");
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
