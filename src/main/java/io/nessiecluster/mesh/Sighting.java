package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;

/**
 * A node that a member says it is connected with.
 *
 * @param hidden whether one of the two is hidden to the other
 * @param connection tells one connection of the two from the next, as {@code connection_id} of
 *     {@code erlang:nodes/2}: another number is another connection; 0 when the member does not tell
 */
public record Sighting(NodeName node, boolean hidden, long connection) {}
