package io.nessiecluster.page;

import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.mesh.MeshSnapshot;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What there is to be seen at the moment when somebody asks. Never blocks. */
@Singleton
class Overviews {

  private final Discovery discovery;
  private final OwnNode.Source ownNode;
  private final MeshSnapshot.Source mesh;
  private final Clock clock;
  private final String version;

  Overviews(
      Discovery discovery,
      OwnNode.Source ownNode,
      MeshSnapshot.Source mesh,
      Clock clock,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.discovery = discovery;
    this.ownNode = ownNode;
    this.mesh = mesh;
    this.clock = clock;
    this.version = version;
  }

  Overview now() {
    return new Overview(
        version,
        discovery.cluster().name(),
        ownNode.ownNode(),
        discovery.snapshot(),
        mesh.mesh(),
        clock.instant());
  }
}
