package io.nessiecluster.mesh.watch;

import static io.nessiecluster.mesh.watch.MeshFixture.node;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.round.DiscoveryFixture;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.Sighting;
import io.nessiecluster.mesh.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sweeps come by themselves, when they are due, and end with the watch. */
class MeshWatchTest {

  /** Longer than any test: what happens sooner, an event has brought about. */
  private static final MeshSettings RARELY = settings(MeshSettings.Mode.WATCH);

  private final MeshFixture mesh = new MeshFixture();
  private final List<ClusterEvent.MeshEvent> told = new CopyOnWriteArrayList<>();
  private final AtomicInteger strangers = new AtomicInteger();
  private final LongSupplier nanoTime = System::nanoTime;
  private MeshWatch watch;

  private static MeshSettings settings(MeshSettings.Mode mode) {
    return new MeshSettings(
        mode,
        Duration.ofHours(1),
        Duration.ofSeconds(20),
        Duration.ofMinutes(30),
        0,
        MeshSettings.Joins.DEFAULT);
  }

  private MeshWatch watch(MeshSettings settings) {
    watch =
        new MeshWatch(
            settings,
            mesh::discovery,
            strangers::incrementAndGet,
            mesh.beams,
            mesh.environment(nanoTime),
            told::add,
            ClusterLogger.off());
    return watch;
  }

  @AfterEach
  void close() {
    if (watch != null) {
      watch.close();
    }
    mesh.close();
  }

  private void awaitSweeps(long count) throws InterruptedException {
    DiscoveryFixture.await(watch, any -> any.mesh().sweep() >= count);
  }

  @Test
  void theFirstSweepComesWithTheStart() throws InterruptedException {
    mesh.whole(3);
    watch(RARELY).start();
    awaitSweeps(1);

    assertThat(watch.mesh().verdict()).isEqualTo(Verdict.WHOLE);
    DiscoveryFixture.await(told, events -> events.size() == 1);
    assertThat(watch.loops()).singleElement().matches(loop -> !loop.isDead());
  }

  @Test
  void whatHappensToALinkOfOursBringsASweep() throws InterruptedException {
    mesh.whole(3);
    watch(RARELY).start();
    awaitSweeps(1);

    watch.accept(new ClusterEvent.NodeConnected(mesh.now(), node(2), 0));
    awaitSweeps(2);
    watch.accept(new ClusterEvent.NodeLost(mesh.now(), node(2), LossCause.CLOSED_BY_PEER, "gone"));
    awaitSweeps(3);
    watch.accept(new ClusterEvent.NodeVanished(mesh.now(), node(2), false));
    awaitSweeps(4);
  }

  @Test
  void aStrangerIsToldOfOnceHoweverOftenMembersSeeIt() throws InterruptedException {
    mesh.whole(3);
    watch(RARELY).start();
    awaitSweeps(1);
    assertThat(strangers).hasValue(0);

    mesh.beams.sees(node(2), new Sighting(new NodeName("app@10.9.9.9"), false, 1));
    watch.accept(new ClusterEvent.NodeConnected(mesh.now(), node(2), 0));
    DiscoveryFixture.await(strangers, told -> told.get() == 1);
    awaitSweeps(2);
    watch.accept(new ClusterEvent.NodeConnected(mesh.now(), node(2), 0));
    awaitSweeps(3);
    mesh.beams.sees(node(2), new Sighting(new NodeName("app@10.9.9.8"), false, 1));
    watch.accept(new ClusterEvent.NodeConnected(mesh.now(), node(2), 0));
    DiscoveryFixture.await(strangers, told -> told.get() == 2);
  }

  @Test
  void aSweepIsStillMadeAfterOneThatFailed() throws InterruptedException {
    mesh.whole(3);
    boolean[] hasFailed = new boolean[1];
    watch =
        new MeshWatch(
            RARELY,
            () -> {
              if (!hasFailed[0]) {
                hasFailed[0] = true;
                throw new IllegalStateException("as scripted");
              }
              return mesh.discovery();
            },
            strangers::incrementAndGet,
            mesh.beams,
            mesh.environment(nanoTime),
            told::add,
            ClusterLogger.off());
    watch.start();
    EternalLoop loop = watch.loops().getFirst();
    DiscoveryFixture.await(loop, any -> any.faults() == 1);

    watch.accept(new ClusterEvent.RoundCompleted(mesh.now(), round()));
    awaitSweeps(1);

    assertThat(loop.isDead()).isFalse();
  }

  private DiscoveryRound round() {
    return new DiscoveryRound(1, mesh.now(), Duration.ZERO, List.of(), List.of(), List.of());
  }

  @Test
  void nothingIsAskedWhereNothingIsWatched() {
    mesh.whole(3);
    watch(settings(MeshSettings.Mode.OFF)).start();
    watch.accept(new ClusterEvent.NodeConnected(mesh.now(), node(2), 0));

    assertThat(watch.loops()).isEmpty();
    assertThat(watch.mesh().mode()).isEqualTo(MeshSettings.Mode.OFF);
    assertThat(watch.mesh().conditions()).isEmpty();
    assertThat(mesh.beams.counts()).isEmpty();
  }

  @Test
  void theEndDoesNotWaitForThoseWhoDoNotAnswer() throws InterruptedException {
    mesh.whole(3);
    mesh.beams.freeze(node(2));
    watch(RARELY).start();
    DiscoveryFixture.await(mesh.beams, beams -> beams.inFlight() > 0);

    long began = System.nanoTime();
    watch.close();

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    DiscoveryFixture.await(mesh.beams, beams -> beams.inFlight() == 0);
    assertThat(watch.loops().getFirst().isDead()).isFalse();
    assertThat(watch.mesh().sweep()).isZero();
  }

  @Test
  void whatHasEndedDoesNotBeginAgain() {
    mesh.whole(3);
    watch(RARELY).close();
    watch.start();
    watch.close();

    assertThat(mesh.beams.counts()).isEmpty();
  }
}
