package io.nessiecluster.health;

import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.mesh.MeshSnapshot;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * UP when started and within the bounds on readiness. That the service is shutting down is shown by
 * a check of Quarkus's own beside this one.
 */
@Readiness
class ReadyCheck implements HealthCheck {

  private final DiscoveryHealth health;
  private final ReadinessBounds bounds;
  private final MeshSnapshot.Source mesh;

  ReadyCheck(DiscoveryHealth health, ReadinessBounds bounds, MeshSnapshot.Source mesh) {
    this.health = health;
    this.mesh = mesh;
    this.bounds = bounds;
  }

  @Override
  public HealthCheckResponse call() {
    DiscoverySnapshot snapshot = health.snapshot();
    List<String> unmet = bounds.unmet(snapshot, mesh.mesh().verdict());
    HealthCheckResponseBuilder response = health.response("discovery ready", snapshot);
    if (snapshot.state() == DiscoveryState.IGNORING) {
      response.withData("hint", "nothing is looked up: set nessie-cluster.query");
    }
    if (!unmet.isEmpty()) {
      response.withData("unmet", String.join("; ", unmet));
    }
    return response.status(health.isStarted(snapshot) && unmet.isEmpty()).build();
  }
}
