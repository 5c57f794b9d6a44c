package io.nessiecluster.mesh;

/** What the views of two members say of the link between them. */
public enum LinkState {
  /** Each lists the other. */
  BOTH,
  /** One lists the other, for the first time, or as of an older view: it comes or goes. */
  RACE,
  /** One lists the other, which does not, in two sweeps running. */
  ONE_SIDED,
  /** Neither lists the other. */
  MISSING,
  /** One of them, or both, have no fresh view. */
  UNKNOWN
}
