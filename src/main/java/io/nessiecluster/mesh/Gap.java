package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;

/**
 * A link that is not as it should be, without its history.
 *
 * @param from the one that lists the other, where one does; else the lesser name
 */
public record Gap(NodeName from, NodeName to, Defect.Kind kind) {

  /** Of whom it is. */
  public Pair pair() {
    return Pair.of(from, to);
  }
}
