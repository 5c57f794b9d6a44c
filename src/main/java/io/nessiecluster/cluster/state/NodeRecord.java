package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;

/**
 * An event in the history of a node. Failures of one cause in a row are one entry: the last of
 * them, with their number.
 *
 * @param event what happened
 * @param state what the node was from then on
 */
public record NodeRecord(ClusterEvent.NodeEvent event, NodeState state) {}
