package io.nessiecluster.mesh;

import io.nessiecluster.cluster.NodeName;

/** The way that one member would take to connect with another one. */
public record Way(NodeName from, NodeName to) {}
