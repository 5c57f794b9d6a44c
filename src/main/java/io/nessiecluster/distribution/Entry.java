package io.nessiecluster.distribution;

/** What becomes of a link whose peer has proven the cookie. */
sealed interface Entry {
  /** It is in place. */
  record InPlace() implements Entry {}

  /** It has no place: this node is closed or full, or its dial has ended. */
  record None() implements Entry {}

  /** The name is that of a live link to another address, which stays. */
  record Duplicate(DistributionConnection linked) implements Entry {}
}
