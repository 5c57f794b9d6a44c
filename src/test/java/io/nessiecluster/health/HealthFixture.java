package io.nessiecluster.health;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.base.SeenThreads;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.rest.FakeConnector;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** The checks over a real discovery with scripted DNS, peers and time. */
final class HealthFixture implements AutoCloseable {

  static final String QUERY = "app.svc.";
  static final Duration INTERVAL = Duration.ofSeconds(5);
  static final Duration BOUND = Duration.ofSeconds(20);

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  final FakeLookup lookup = new FakeLookup().addresses(QUERY, RecordType.A, "10.0.0.2", "10.0.0.3");
  final FakeConnector connector = new FakeConnector(new NodeName("app@10.0.0.1"));
  final Discovery discovery;
  OwnNode own = new OwnNode(new NodeName("app@10.0.0.1"), true, true, 4370);
  final EternalLoop heartbeat = new EternalLoop("heartbeat of events", () -> {});
  final EternalLoop sweeps = new EternalLoop("sweeps", () -> {});
  MeshSnapshot mesh = MeshSnapshot.before(MeshSettings.DEFAULT, START, List.of());
  private final AtomicLong nanos = new AtomicLong();
  private final SeenThreads threads = new SeenThreads();
  private final ExecutorService executor = Executors.newThreadPerTaskExecutor(threads);
  private final DiscoveryHealth health;

  HealthFixture(DnsQuery query, Optional<Duration> interval) {
    DnsCluster cluster = DnsCluster.create();
    discovery =
        interval
            .map(cluster::withInterval)
            .orElseGet(cluster::byHand)
            .withQuery(query)
            .withJitter(0)
            .withEager(false)
            .withLogger((level, message) -> {})
            .withResolver(new Resolver(NodeName::basename, connector, connector, lookup))
            .build(new Environment(clock(), nanos::get, new Random(7), executor));
    health = new DiscoveryHealth(discovery);
  }

  static HealthFixture polling() {
    return new HealthFixture(new DnsQuery.Name(QUERY), Optional.of(INTERVAL));
  }

  static HealthFixture byHand() {
    return new HealthFixture(new DnsQuery.Name(QUERY), Optional.empty());
  }

  static HealthFixture ignoring() {
    return new HealthFixture(new DnsQuery.Ignore(), Optional.of(INTERVAL));
  }

  HealthCheckResponse started() {
    return new StartedCheck(health).call();
  }

  HealthCheckResponse live() {
    return new LiveCheck(health, () -> own, () -> List.of(heartbeat, sweeps)).call();
  }

  HealthCheckResponse ready() {
    return ready(new ReadinessBounds(0, false, false));
  }

  HealthCheckResponse ready(ReadinessBounds bounds) {
    return new ReadyCheck(health, bounds, () -> mesh).call();
  }

  /** A round from its request to its end. */
  void round() throws Exception {
    discovery.discoverNodes(BOUND);
  }

  /** Whether a round is under way and waits, as do its lookups or dials. */
  boolean isWaiting() {
    return threads.areStill();
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  static boolean up(HealthCheckResponse response) {
    return response.getStatus() == HealthCheckResponse.Status.UP;
  }

  static Map<String, Object> data(HealthCheckResponse response) {
    return response.getData().orElseThrow();
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return START.plusNanos(nanos.get());
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Override
  public void close() throws Exception {
    lookup.release();
    discovery.stop(BOUND);
    executor.close();
  }
}
