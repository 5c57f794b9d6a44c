package io.nessiecluster.mesh.watch;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;

/**
 * A member behind one link to it: what it told by an earlier link is told by another one, perhaps.
 *
 * @param creation its incarnation, unsigned; 0 when not known
 * @param linkedSince when the link came up
 */
record Incarnation(NodeName node, long creation, Instant linkedSince) {

  /** Whether this is the same link as before, which was listed and not reported yet. */
  boolean reports(Incarnation before) {
    return before.creation == 0 && linkedSince.equals(before.linkedSince);
  }
}
