package io.nessiecluster.mesh.simulation;

/** A link of two nodes, which each of them lists until it has lost it. */
record ModelLink(ModelNode one, ModelNode other, long id, long upAt) {

  ModelNode peerOf(ModelNode node) {
    return node == one ? other : one;
  }
}
