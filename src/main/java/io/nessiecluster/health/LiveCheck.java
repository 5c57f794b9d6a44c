package io.nessiecluster.health;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.OwnNode;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/**
 * UP while the discovery loop keeps its own time and no other loop that must not end has ended;
 * never depends on the DNS or a peer. What is dead stands in {@code deadLoops}, by name.
 */
@Liveness
class LiveCheck implements HealthCheck {

  private final DiscoveryHealth health;
  private final OwnNode.Source node;
  private final WatchedLoops others;

  LiveCheck(DiscoveryHealth health, OwnNode.Source node, WatchedLoops others) {
    this.health = health;
    this.node = node;
    this.others = others;
  }

  @Override
  public HealthCheckResponse call() {
    List<String> dead = deadLoops();
    HealthCheckResponseBuilder response = health.response("discovery live", health.snapshot());
    if (!dead.isEmpty()) {
      response.withData("deadLoops", String.join(", ", dead));
    }
    return response.status(dead.isEmpty()).build();
  }

  private List<String> deadLoops() {
    return Stream.of(
            health.isLive() ? Stream.<String>empty() : Stream.of("discovery"),
            node.ownNode().deadLoops().stream(),
            others.loops().stream().filter(EternalLoop::isDead).map(EternalLoop::name))
        .flatMap(names -> names)
        .toList();
  }
}
