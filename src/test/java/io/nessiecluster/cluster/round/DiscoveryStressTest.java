package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.BOUND;
import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.inBackground;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.RecordType;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everybody at once: what must hold holds, and everything ends. */
class DiscoveryStressTest {

  private static final int MANY = 5_000;

  private final DiscoveryFixture fixture = new DiscoveryFixture();
  private final List<Background<Boolean>> threads = new ArrayList<>();
  private final AtomicInteger begun = new AtomicInteger(); // rounds, by their first lookup
  private final AtomicInteger atOnce = new AtomicInteger();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @Test
  void callersTimersLinksAndReadersTogether() throws Exception {
    Discovery discovery = startCounting();
    AtomicBoolean over = new AtomicBoolean();
    for (int i = 0; i < 8; i++) {
      repeat(
          50,
          () -> {
            int before = begun.get();
            DiscoveryRound round = discovery.discoverNodes(BOUND).round().orElseThrow();
            assertThat(round.number()).isGreaterThan(before); // begun after it was asked for
            return true;
          });
    }
    for (int i = 0; i < 3; i++) {
      Random random = new Random(i);
      repeat(
          500,
          () -> {
            NodeName node = peer(2 + random.nextInt(20));
            if (random.nextBoolean()) {
              fixture.peers.connect(node);
              discovery
                  .connectionListener()
                  .connectionUp(node, new NodeConnection(NodeConnection.Direction.INBOUND, false));
            } else {
              fixture.peers.disconnect(node);
              discovery
                  .connectionListener()
                  .connectionLost(node, LossCause.CONNECTION_RESET, "reset");
            }
            return true;
          });
    }
    repeat(
        100,
        () -> {
          fixture.time.advance(INTERVAL);
          discovery.pollIfDue();
          return true;
        });
    List<Background<Boolean>> readers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      readers.add(inBackground(() -> readUntil(over, discovery)));
    }
    try {
      join();
    } finally {
      over.set(true);
    }
    for (Background<Boolean> reader : readers) {
      reader.result();
    }
    fixture.awaitIdle();

    assertThat(atOnce).hasValue(1);
    assertThat(fixture.rounds().size()).isLessThanOrEqualTo(2 * 8 * 50 + 100);
    DiscoveryResult last = fixture.round();
    assertThat(discovery.snapshot().connected()).isEqualTo(last.nodes().size() - 1L);
    assertThat(last.nodes()).hasSize(21);
  }

  @Test
  void stopsAndStartsAmongCallersLoseNobody() throws Exception {
    Discovery discovery = startCounting();
    for (int i = 0; i < 6; i++) {
      repeat(
          100,
          () -> {
            try {
              return discovery.discoverNodes(BOUND).round().isPresent();
            } catch (DiscoveryStoppedException e) {
              return true; // refused, not forgotten
            }
          });
    }
    Random random = new Random(7);
    repeat(
        100,
        () -> {
          discovery.stop(Duration.ofNanos(random.nextInt(200_000)));
          discovery.start();
          return true;
        });
    join();
    fixture.awaitIdle();

    assertThat(atOnce).hasValue(1);
    assertThat(discovery.discoverNodes(BOUND).nodes()).hasSize(21);
  }

  @Test
  void fiveThousandNodesComeAndGoWithinTheBoundThoughSomebodyReadsEachTime() throws Exception {
    long started = System.nanoTime();
    int[] numbers = IntStream.range(2, MANY + 2).toArray();
    Discovery discovery = fixture.named(numbers).byHand().start();
    assertThat(fixture.round().nodes()).hasSize(MANY + 1);

    for (int number : numbers) { // all are lost and come again, and somebody reads each time
      discovery
          .connectionListener()
          .connectionLost(peer(number), LossCause.CONNECTION_RESET, "reset");
      discovery.snapshot();
    }
    assertThat(discovery.snapshot().count(NodeState.FAILING)).isEqualTo(MANY);
    for (int number : numbers) {
      discovery
          .connectionListener()
          .connectionUp(peer(number), new NodeConnection(NodeConnection.Direction.INBOUND, false));
      discovery.snapshot();
    }
    assertThat(discovery.snapshot().connected()).isEqualTo(MANY);
    fixture.lookup.remove(QUERY);
    fixture.round();
    assertThat(discovery.snapshot().count(NodeState.VANISHED)).isEqualTo(MANY);

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
  }

  /**
   * Starts with twenty peers; counts the rounds that begin, and those that run at once. The lookup
   * of a round that a stop has broken off may still be on its way out, interrupted: it is none.
   */
  private Discovery startCounting() {
    Set<Thread> running = ConcurrentHashMap.newKeySet();
    return fixture
        .named(IntStream.range(2, 22).toArray())
        .with(any -> any.withRecordTypes(List.of(RecordType.A)))
        .resolver(
            resolver ->
                resolver.withLookup(
                    (name, type) -> {
                      begun.incrementAndGet();
                      running.add(Thread.currentThread());
                      long inRounds = running.stream().filter(t -> !t.isInterrupted()).count();
                      atOnce.accumulateAndGet((int) inRounds, Math::max);
                      try {
                        return resolver.lookup().lookup(name, type);
                      } finally {
                        running.remove(Thread.currentThread());
                      }
                    }))
        .start();
  }

  private static boolean readUntil(AtomicBoolean over, Discovery discovery) {
    boolean ran = false;
    long number = 0;
    while (!over.get()) {
      DiscoverySnapshot snapshot = discovery.snapshot();
      assertThat(snapshot.hasRan() || !ran).isTrue();
      ran = snapshot.hasRan();
      long last = snapshot.lastRound().map(DiscoveryRound::number).orElse(0L);
      assertThat(last).isGreaterThanOrEqualTo(number);
      number = last;
      assertThat(snapshot.nodes())
          .noneMatch(node -> node.isConnected() && node.state() == NodeState.FAILING);
      discovery.isLive();
    }
    return true;
  }

  private void repeat(int times, Callable<Boolean> task) {
    threads.add(
        inBackground(
            () -> {
              for (int i = 0; i < times; i++) {
                assertThat(task.call()).isTrue();
              }
              return true;
            }));
  }

  private void join() throws Exception {
    for (Background<Boolean> thread : threads) {
      thread.result();
    }
  }
}
