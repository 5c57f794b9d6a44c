package io.nessiecluster.mesh;

import java.util.Locale;

/** What the mesh is, in one word. */
public enum Verdict {
  /**
   * Each member is linked with each other one, as far as they tell: those that do not are counted
   * as views that are not known.
   */
  WHOLE,
  /** Not whole, and changed within the time for which a mesh must stand before it is judged. */
  FORMING,
  /** Links are missing, but they hold all members together. */
  PARTIAL,
  /** Two islands or more. */
  SPLIT,
  /** Fewer than two members, of two or more, have told whom they see. */
  UNKNOWN,
  /** Fewer than two members. */
  ALONE;

  /** The stable name in JSON. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing is wrong with the links. */
  public boolean isFine() {
    return this == WHOLE || this == ALONE;
  }
}
