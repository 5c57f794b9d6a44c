package io.nessiecluster.distribution.etf;

import java.util.List;

/**
 * A reference.
 *
 * @param node the node that made it
 * @param creation unsigned: the incarnation of the node
 * @param ids 1 to {@value #MAX_IDS} words, unsigned
 */
public record Reference(Atom node, int creation, List<Integer> ids) implements Term {

  /** Most words of a reference: five since OTP 24. */
  public static final int MAX_IDS = 5;

  /**
   * Checks the number of words.
   *
   * @throws IllegalArgumentException when it is not 1 to {@value #MAX_IDS}
   */
  public Reference {
    ids = List.copyOf(ids);
    if (ids.isEmpty() || ids.size() > MAX_IDS) {
      throw new IllegalArgumentException("a reference has 1 to 5 words, not " + ids.size());
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
