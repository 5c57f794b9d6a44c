package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;
import java.util.Optional;

/**
 * A node of the cluster that is watched: discovery names it now, and it is not known to be hidden.
 *
 * @param address where it is, in the one text of addresses; empty when not known
 * @param linked whether this service is connected with it: who is not cannot be asked
 * @param creation its incarnation, unsigned; 0 when not known
 */
public record Member(NodeName name, Optional<String> address, boolean linked, long creation) {}
