package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.Map;

/**
 * A member that is at the root of missing links: it is missed by more of the others than not, and
 * they are not missed so.
 *
 * @param missedBy by how many members with fresh views
 * @param of how many there are
 * @param causes what was found on the ways to it and from it, with how often
 * @param message one line, such as {@code app@10.0.0.3 is missed by 4 of 4: blocked at port 4370}
 */
public record Blame(
    NodeName member, int missedBy, int of, Map<LinkCause, Integer> causes, String message) {

  public Blame {
    causes = Map.copyOf(causes);
  }
}
