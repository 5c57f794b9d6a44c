package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.List;

/**
 * A node that members see and that is none of them, nor hidden.
 *
 * @param seenBy by name, the first 10
 * @param sightings by how many members it is seen
 */
public record Stranger(NodeName node, int sightings, List<NodeName> seenBy) {

  public Stranger {
    seenBy = List.copyOf(seenBy);
  }
}
