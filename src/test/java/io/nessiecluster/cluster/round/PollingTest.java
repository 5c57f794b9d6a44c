package io.nessiecluster.cluster.round;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rounds follow each other for who has no scheduler. */
@Timeout(60)
class PollingTest {

  private static final String QUERY = "app.svc.";

  private final FakeLookup lookup = new FakeLookup().addresses(QUERY, RecordType.A, "10.0.0.2");
  private final DnsCluster cluster =
      DnsCluster.create()
          .withQuery(new DnsQuery.Name(QUERY))
          .withRecordTypes(List.of(RecordType.A))
          .withInterval(Duration.ofMillis(50))
          .withResolver(
              new Resolver(
                  NodeName::basename,
                  (node, bound) -> {},
                  () -> List.of(new NodeName("app@10.0.0.1")),
                  lookup));

  @Test
  void whoOnlyStartsGetsRoundAfterRound() {
    try (Environment environment = Environment.system();
        Discovery discovery = cluster.start(environment)) {
      eventually("three rounds", () -> discovery.rounds().size() >= 3);
    }
  }

  @Test
  void whoBuildsFirstAndStartsThenDoesToo() {
    try (Environment environment = Environment.system();
        Discovery discovery = cluster.build(environment)) {
      assertThat(discovery.rounds()).isEmpty();

      discovery.start();

      eventually("three rounds", () -> discovery.rounds().size() >= 3);
    }
  }

  @Test
  void aStopEndsTheRoundsAndAStartGoesOn() throws Exception {
    try (Environment environment = Environment.system();
        Discovery discovery = cluster.start(environment)) {
      eventually("two rounds", () -> discovery.rounds().size() >= 2);
      discovery.stop(Duration.ofSeconds(10));
      int asked = lookup.calls().size();

      discovery.start();

      eventually("two more", () -> lookup.calls().size() >= asked + 2);
    }
  }

  @Test
  void closingStopsDiscoveryAndLeavesTheTimerEmpty() {
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    timer.setRemoveOnCancelPolicy(true);
    try (Environment environment =
        new Environment(
            () -> java.time.Instant.EPOCH,
            System::nanoTime,
            new Random(1),
            Executors.newVirtualThreadPerTaskExecutor(),
            Optional.of(timer))) {
      Discovery discovery = cluster.withInterval(Duration.ofHours(1)).start(environment);
      eventually("a round", discovery::hasRan);
      assertThat(timer.getQueue()).hasSize(1);

      discovery.close();
      discovery.close();

      assertThat(discovery.state()).isEqualTo(DiscoveryState.STOPPED);
      assertThat(timer.getQueue()).isEmpty();
    }
    assertThat(timer.isShutdown()).isTrue();
  }

  @Test
  void anErrorOfALookDoesNotEndThePolling() {
    int[] looks = {0};
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    try (Environment environment =
        new Environment(
            () -> java.time.Instant.EPOCH,
            () -> {
              if (Thread.currentThread().getName().startsWith("pool") && looks[0]++ == 0) {
                throw new StackOverflowError("of the clock");
              }
              return System.nanoTime();
            },
            new Random(1),
            Executors.newVirtualThreadPerTaskExecutor(),
            Optional.of(timer))) {
      try (Discovery discovery =
          cluster
              .withLogger((level, text) -> {})
              .withInterval(Duration.ofMillis(50))
              .start(environment)) {
        eventually("three rounds", () -> discovery.rounds().size() >= 3);
        assertThat(looks[0]).isPositive();
      }
    }
  }
}
