package io.nessiecluster.distribution.etf;

/**
 * An exported function, {@code fun module:function/arity}.
 *
 * @param arity 0 to 255
 */
public record Export(Atom module, Atom function, int arity) implements Term {

  /**
   * Checks the arity.
   *
   * @throws IllegalArgumentException when it is not 0 to 255
   */
  public Export {
    if (arity < 0 || arity > 255) {
      throw new IllegalArgumentException("a function has 0 to 255 arguments, not " + arity);
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
