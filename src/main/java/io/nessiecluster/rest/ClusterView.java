package io.nessiecluster.rest;

import io.nessiecluster.cluster.Discovery;
import io.nessiecluster.cluster.DiscoverySnapshot;
import io.nessiecluster.cluster.LocalNode;

/** All that the state at a glance, and the list of nodes, are made of at one moment. */
record ClusterView(DiscoverySnapshot snapshot, Discovery.State state, LocalNode self) {

  static ClusterView of(Discovery discovery, LocalNode.Source localNode) {
    return new ClusterView(discovery.snapshot(), discovery.state(), localNode.localNode());
  }
}
