package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.mesh.MeshSnapshot;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The whole state, as it is at the moment when somebody asks; never waits for a round. */
@Singleton
class AtAGlance {

  /** All that it is made of at one moment. */
  private record Glance(ClusterView view, MeshSnapshot mesh) {}

  private final Discovery discovery;
  private final OwnNode.Source ownNode;
  private final MeshSnapshot.Source mesh;
  private final JsonCache<Glance> cache;

  AtAGlance(
      Discovery discovery,
      OwnNode.Source ownNode,
      MeshSnapshot.Source mesh,
      ObjectMapper mapper,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.discovery = discovery;
    this.ownNode = ownNode;
    this.mesh = mesh;
    this.cache =
        new JsonCache<>(
            mapper,
            glance ->
                ClusterResponse.of(version, discovery.cluster(), glance.view(), glance.mesh()));
  }

  /** A {@link ClusterResponse}. */
  Json json() {
    return cache.json(new Glance(ClusterView.of(discovery, ownNode), mesh.mesh()));
  }
}
