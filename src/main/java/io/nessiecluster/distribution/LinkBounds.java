package io.nessiecluster.distribution;

import io.nessiecluster.base.Turns;
import io.nessiecluster.distribution.transport.ByteBudget;

/**
 * What the links of a node share, so that none of them is had at the expense of the others.
 *
 * @param limits what each may make this node hold
 * @param budget what all together may
 * @param turns whose turn it is among those that have much to read
 */
record LinkBounds(NodeLimits limits, ByteBudget budget, Turns turns) {

  /** Those of a node without links. */
  static LinkBounds of(NodeLimits limits, NodeRuntime runtime) {
    return new LinkBounds(
        limits,
        new ByteBudget(limits.heldBytes(), runtime::start),
        Turns.ofReaders(runtime.timer()));
  }
}
