package io.nessiecluster.app;

import static io.nessiecluster.rest.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.FakeLookup;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.round.Discovery;
import io.nessiecluster.cluster.round.DnsCluster;
import io.nessiecluster.distribution.NodeRuntime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the job lets rounds begin. */
class DiscoveryJobTest {

  private static final String QUERY = "app.svc.";

  private final FakeLookup lookup = new FakeLookup().addresses(QUERY, RecordType.A, "10.0.0.2");
  private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final NodeRuntime runtime =
      new NodeRuntime(
          Clock.systemUTC(), System::nanoTime, new Random(42), Thread.ofVirtual().factory(), timer);

  private Discovery discovery;

  private DiscoveryJob job(Duration interval) {
    List<NodeName> self = List.of(new NodeName("app@10.0.0.1"));
    discovery =
        DnsCluster.create()
            .withQuery(new DnsQuery.Name(QUERY))
            .withRecordTypes(List.of(RecordType.A))
            .withInterval(interval)
            .withJitter(0)
            .withEager(false)
            .withResolver(new Resolver(NodeName::basename, (node, bound) -> {}, () -> self, lookup))
            .start(new Environment(Clock.systemUTC(), System::nanoTime, new Random(42), executor));
    eventually("the first round is over", () -> discovery.untilPoll().isPresent());
    return new DiscoveryJob(discovery, runtime);
  }

  @AfterEach
  void close() throws InterruptedException {
    discovery.stop(Duration.ofSeconds(10));
    timer.shutdownNow();
    executor.close();
  }

  @Test
  void aRoundThatFallsBetweenTwoSecondsIsNotPutOffToTheNext() {
    job(Duration.ofMillis(300)).poll();

    eventually("it began without the job", () -> lookup.calls().size() == 2);
  }

  @Test
  void aRoundOfALaterSecondIsLeftToItsOwnSecond() {
    job(Duration.ofMinutes(1)).poll();

    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void afterAStopNothingIsPlanned() throws InterruptedException {
    DiscoveryJob job = job(Duration.ofMillis(900));
    discovery.stop(Duration.ofSeconds(10));

    job.poll();

    assertThat(timer.getQueue()).isEmpty();
  }

  @Test
  void itIsHeldUpOnceNobodyHasPolledForThreeSecondsByTheClockThatNobodySets() {
    ManualTime time = new ManualTime();
    job(Duration.ofMinutes(1));
    DiscoveryJob job =
        new DiscoveryJob(
            discovery,
            new NodeRuntime(time, time, new Random(42), Thread.ofVirtual().factory(), timer));
    time.step(Duration.ofHours(-1));
    time.advance(Duration.ofSeconds(3).minusNanos(1));
    assertThat(job.heldUpFor()).isZero();

    time.advance(Duration.ofNanos(1));
    assertThat(job.heldUpFor()).isEqualTo(Duration.ofSeconds(3));

    job.poll();
    assertThat(job.heldUpFor()).isZero();
  }
}
