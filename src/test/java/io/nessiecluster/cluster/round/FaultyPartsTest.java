package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.SELF;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.state.DiscoveryState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application hands in may be faulty; rounds go on. */
class FaultyPartsTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
  void aListOfNodesThatThrowsBreaksTheRoundOffAndTheNextOneRuns(Class<Throwable> kind)
      throws Exception {
    AtomicReference<Throwable> fault = new AtomicReference<>();
    Discovery discovery =
        fixture
            .named(2)
            .resolver(
                resolver ->
                    resolver.withListNodes(
                        () -> {
                          switch (fault.get()) {
                            case RuntimeException e -> throw e;
                            case Error e -> throw e;
                            case null, default -> {
                              return resolver.listNodes().nodes();
                            }
                          }
                        }))
            .build();
    fault.set(kind.getConstructor(String.class).newInstance("a bug"));
    discovery.start();
    assertThatThrownBy(() -> discovery.discoverNodes(BOUND))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the round broke off")
        .hasCause(fault.get());
    fixture.awaitIdle();
    assertThat(fixture.logged("ERROR")).isNotEmpty().allMatch(line -> line.contains("a bug"));

    fault.set(null);

    assertThat(fixture.pollAfter(INTERVAL)).isTrue();
    assertThat(discovery.hasRan()).isTrue();
    assertThat(discovery.isLive()).isTrue();
  }

  @Test
  void aListenerThatThrowsAnErrorHearsTheEventsThatFollow() throws Exception {
    List<ClusterEvent> heard = new java.util.concurrent.CopyOnWriteArrayList<>();
    fixture
        .named(2)
        .with(
            any ->
                any.withListener(
                    event -> {
                      heard.add(event);
                      throw new NoClassDefFoundError("a bug");
                    }))
        .byHand()
        .start();

    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
    assertThat(heard).last().isInstanceOf(ClusterEvent.RoundCompleted.class);
  }

  @Test
  void aListenerThatThrowsHarmsNobody() throws Exception {
    fixture
        .named(2)
        .with(
            any ->
                any.withListener(
                    event -> {
                      throw new IllegalStateException("a bug");
                    }))
        .byHand()
        .start();

    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
    assertThat(fixture.logged("a listener threw")).isNotEmpty();
  }

  @Test
  void aLoggerThatThrowsHarmsNobody() throws Exception {
    fixture
        .named(2)
        .with(
            any ->
                any.withLogger(
                    (level, message) -> {
                      throw new IllegalStateException("a full disk");
                    }))
        .byHand()
        .start();

    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void aPollThatTheExecutorRejectsIsDueAgainAfterTheInterval() throws Exception {
    fixture.executor.reject(1);
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    assertThat(fixture.rounds()).isEmpty();
    assertThat(discovery.state()).isEqualTo(DiscoveryState.RUNNING);

    assertThat(fixture.pollAfter(INTERVAL.minusNanos(1))).isFalse();
    assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void aPollForWhichThereIsNoThreadIsDueAgainAfterTheInterval() throws Exception {
    fixture.executor.refuse(1);
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();
    assertThat(fixture.rounds()).isEmpty();
    assertThat(discovery.state()).isEqualTo(DiscoveryState.RUNNING);

    assertThat(fixture.pollAfter(INTERVAL)).isTrue();
    assertThat(fixture.rounds()).hasSize(1);
  }

  @Test
  void whoAsksByHandIsToldThatTheExecutorRejects() throws Exception {
    Discovery discovery = fixture.named(2).byHand().start();

    fixture.executor.reject(2);
    assertThatThrownBy(discovery::discoverNodes).isInstanceOf(DiscoveryStoppedException.class);
    assertThatThrownBy(() -> discovery.discoverNodes(BOUND))
        .isInstanceOf(DiscoveryStoppedException.class);

    assertThat(fixture.round().nodes()).containsExactly(SELF, peer(2));
  }

  @Test
  void lookupsForWhichThereIsNoThreadFailAndNoNodeIsGone() throws Exception {
    Discovery discovery = fixture.named(2, 3).byHand().start();
    fixture.round();
    fixture.executor.refuseAfter(1, 2); // the round gets its thread, its lookups none

    DiscoveryResult result = fixture.round();

    assertThat(result.round().orElseThrow().lookups())
        .hasSize(2)
        .allSatisfy(lookup -> assertThat(lookup.outcome().isFailure()).isTrue());
    assertThat(fixture.events(ClusterEvent.NodeVanished.class)).isEmpty();
    assertThat(fixture.logged("no thread could be started")).hasSize(2);
    assertThat(discovery.snapshot().failedRounds()).isEqualTo(1);
  }

  @Test
  void aDialForWhichThereIsNoThreadFailsItsNodeAndNotTheRound() throws Exception {
    fixture.lookup.hold();
    Discovery discovery = fixture.named(2, 3).byHand().start();
    Background<DiscoveryResult> caller =
        DiscoveryFixture.inBackground(() -> discovery.discoverNodes(BOUND));
    fixture.awaitLookups(2);
    fixture.executor.refuse(1); // the first dial
    fixture.lookup.release();

    assertThat(caller.result().errors())
        .singleElement()
        .satisfies(error -> assertThat(error.cause()).isEqualTo(ConnectCause.OUT_OF_RESOURCES));
    assertThat(fixture.round().nodes()).containsExactlyInAnyOrder(SELF, peer(2), peer(3));
  }

  @Test
  void aListenerMayAskForARoundAndReportLinks() throws Exception {
    AtomicReference<Discovery> discovery = new AtomicReference<>();
    List<String> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    discovery.set(
        fixture
            .named(2)
            .byHand()
            .with(
                any ->
                    any.withListener(
                        event -> {
                          told.add("begin " + event.getClass().getSimpleName());
                          if (event instanceof ClusterEvent.NodeConnected e
                              && e.node().equals(peer(2))) {
                            discovery
                                .get()
                                .connectionListener()
                                .connectionUp(
                                    peer(9),
                                    new NodeConnection(NodeConnection.Direction.INBOUND, false));
                          }
                          told.add("end " + event.getClass().getSimpleName());
                        }))
            .start());

    fixture.round();

    assertThat(told)
        .containsExactly(
            "begin NodeDiscovered",
            "end NodeDiscovered",
            "begin NodeConnected",
            "end NodeConnected",
            "begin RoundCompleted",
            "end RoundCompleted",
            "begin NodeConnected",
            "end NodeConnected");
  }
}
