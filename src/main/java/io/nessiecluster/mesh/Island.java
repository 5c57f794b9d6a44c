package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.List;

/**
 * Members that links hold together.
 *
 * @param seen whether any of them has told whom it sees: one that nobody lists and that cannot be
 *     asked is an island by itself of which nothing is known, and splits nothing
 * @param members by name, never empty
 */
public record Island(boolean seen, List<NodeName> members) {

  public Island {
    members = List.copyOf(members);
  }
}
