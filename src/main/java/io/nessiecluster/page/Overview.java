package io.nessiecluster.page;

import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.mesh.MeshSnapshot;
import java.time.Instant;

/**
 * All that people are shown, at one moment.
 *
 * @param version of the service
 * @param cluster the name of its discovery
 * @param at the moment
 */
record Overview(
    String version,
    String cluster,
    OwnNode self,
    DiscoverySnapshot discovery,
    MeshSnapshot mesh,
    Instant at) {}
