package io.nessiecluster.distribution;

/** Decides between an own dial and one of its peer, so that one link is left on either side. */
@FunctionalInterface
interface CrossingRule {

  /** As {@code net_kernel} does, with what a claimed name must not do: {@link DialState}. */
  CrossingRule NET_KERNEL = DialState::meet;

  /**
   * The answer to the peer, and what becomes of the own dial.
   *
   * @param greater whether the own name is the greater one
   */
  DialState.Crossing decide(DialState own, boolean greater);
}
