package io.nessiecluster.health;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.NodeState;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** What all probes have in common: the facts that they read, and the data that they show. */
@ApplicationScoped
class DiscoveryHealth {

  private final Discovery discovery;

  DiscoveryHealth(Discovery discovery) {
    this.discovery = discovery;
  }

  DiscoverySnapshot snapshot() {
    return discovery.snapshot();
  }

  boolean isLive() {
    return discovery.isLive();
  }

  /** A round has completed, or none will come by itself: nothing is queried, or only by hand. */
  boolean isStarted(DiscoverySnapshot snapshot) {
    return snapshot.hasRan()
        || discovery.cluster().queries().isEmpty()
        || discovery.cluster().interval().isEmpty();
  }

  /** A response of this name with the data of a snapshot. */
  HealthCheckResponseBuilder response(String name, DiscoverySnapshot snapshot) {
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named(name)
            .withData("query", queries())
            .withData("state", snapshot.state().code())
            .withData("hasRan", snapshot.hasRan())
            .withData("nodes", snapshot.connected())
            .withData("failing", snapshot.count(NodeState.FAILING));
    snapshot
        .lastRound()
        .ifPresent(
            round ->
                response
                    .withData("lastRound", round.number())
                    .withData("errors", round.errors().size()));
    snapshot
        .lastRoundAge()
        .ifPresent(age -> response.withData("lastRoundAgeMillis", age.toMillis()));
    return response;
  }

  private String queries() {
    String names =
        discovery.cluster().queries().stream()
            .map(DnsQuery.Name::name)
            .collect(Collectors.joining(","));
    return names.isEmpty() ? "ignore" : names;
  }
}
