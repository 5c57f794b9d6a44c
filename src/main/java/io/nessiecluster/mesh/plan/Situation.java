package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Mesh;
import io.nessiecluster.mesh.Reach;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that a plan is made of, but for what was done before: as of the end of a sweep.
 *
 * @param nanos the moment, on the nano source
 * @param parties of each member of the mesh
 * @param globalNames the names that are registered with {@code global} in an island, by its number;
 *     of islands of which that is known
 * @param ways what members found when they tried them
 */
public record Situation(
    long nanos,
    Mesh mesh,
    Map<NodeName, Party> parties,
    Map<Integer, Set<String>> globalNames,
    Ways ways,
    Standing standing) {

  /** What members found on their ways to others. */
  @FunctionalInterface
  public interface Ways {
    /** What {@code from} found on its way to {@code to}; empty when it has not tried it lately. */
    Optional<Reach> found(NodeName from, NodeName to);
  }

  public Situation {
    parties = Map.copyOf(parties);
    globalNames = Map.copyOf(globalNames);
  }

  /** A member of the mesh. */
  Party party(NodeName member) {
    Party party = parties.get(member);
    if (party == null) {
      throw new IllegalArgumentException("no member: " + member);
    }
    return party;
  }
}
