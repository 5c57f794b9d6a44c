package io.nessiecluster.rest;

import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.state.DiscoverySnapshot;

/** All that the state at a glance, and the list of nodes, are made of at one moment. */
record ClusterView(DiscoverySnapshot snapshot, OwnNode self) {

  static ClusterView of(Discovery discovery, OwnNode.Source ownNode) {
    return new ClusterView(discovery.snapshot(), ownNode.ownNode());
  }
}
