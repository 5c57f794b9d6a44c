package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;

/** Two members, whatever their order. */
public record Pair(NodeName lesser, NodeName greater) {

  /** The pair of two nodes that are not the same. */
  public static Pair of(NodeName one, NodeName other) {
    return one.compareTo(other) < 0 ? new Pair(one, other) : new Pair(other, one);
  }
}
