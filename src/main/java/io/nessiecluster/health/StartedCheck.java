package io.nessiecluster.health;

import io.nessiecluster.cluster.state.DiscoverySnapshot;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** UP when the first round has completed, or none will come by itself. */
@Startup
class StartedCheck implements HealthCheck {

  private final DiscoveryHealth health;

  StartedCheck(DiscoveryHealth health) {
    this.health = health;
  }

  @Override
  public HealthCheckResponse call() {
    DiscoverySnapshot snapshot = health.snapshot();
    return health
        .response("discovery started", snapshot)
        .status(health.isStarted(snapshot))
        .build();
  }
}
