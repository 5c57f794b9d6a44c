package io.nessiecluster.health;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** UP while the discovery loop keeps its own time; never depends on the DNS or a peer. */
@Liveness
class LiveCheck implements HealthCheck {

  private final DiscoveryHealth health;

  LiveCheck(DiscoveryHealth health) {
    this.health = health;
  }

  @Override
  public HealthCheckResponse call() {
    return health.response("discovery live", health.snapshot()).status(health.isLive()).build();
  }
}
