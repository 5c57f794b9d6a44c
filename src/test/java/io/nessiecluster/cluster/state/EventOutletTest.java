package io.nessiecluster.cluster.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.round.Background;
import io.nessiecluster.cluster.round.DiscoveryFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventOutletTest {

  @Test
  void theOldestGoWhenTheConsumerCannotKeepUp() {
    List<ClusterEvent> told = new ArrayList<>();
    EventOutlet outlet = new EventOutlet(told::add);
    int all = EventOutlet.CAPACITY + 10;
    for (int i = 0; i < all; i++) {
      outlet.begin(); // a change of one event each, and nobody drains
      outlet.accept(event(i));
    }
    outlet.drain();

    assertThat(outlet.dropped()).isEqualTo(all - told.size()).isBetween(8L, 9L);
    assertThat(told).first().isEqualTo(event((int) outlet.dropped()));
    assertThat(told.getLast()).isEqualTo(event(all - 1));
  }

  @Test
  void oneChangeMayTellMoreThanTheBoundAndAPromptConsumerGetsAllInOrder() {
    int all = 20_000;
    List<ClusterEvent> told = new ArrayList<>();
    EventOutlet outlet = new EventOutlet(told::add);
    outlet.begin();
    for (int i = 0; i < all; i++) {
      outlet.accept(event(i));
    }
    outlet.drain();

    assertThat(told).isEqualTo(IntStream.range(0, all).mapToObj(EventOutletTest::event).toList());
  }

  @Test
  void aSmallChangeRightBehindALargeOneCostsThatNothing() {
    int all = 20_000;
    List<ClusterEvent> told = new ArrayList<>();
    EventOutlet outlet = new EventOutlet(told::add);
    outlet.begin();
    for (int i = 0; i < all; i++) {
      outlet.accept(event(i));
    }
    outlet.begin(); // before the first one's thread came to drain
    outlet.accept(event(all));
    outlet.drain();

    assertThat(told).hasSize(all + 1);
    assertThat(outlet.dropped()).isZero();
  }

  @Test
  void aConsumerThatThrowsAnErrorGetsTheNextEvent() {
    List<ClusterEvent> told = new ArrayList<>();
    EventOutlet outlet =
        new EventOutlet(
            event -> {
              told.add(event);
              throw new StackOverflowError("as scripted");
            });
    outlet.begin();
    outlet.accept(event(1));
    outlet.accept(event(2));
    outlet.drain();
    outlet.accept(event(3));
    outlet.drain();

    assertThat(told).containsExactly(event(1), event(2), event(3));
  }

  @Test
  void whatArisesWhileTheConsumerIsBusyIsToldByWhoKeepsItBusy() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    List<ClusterEvent> told = new ArrayList<>(); // one at a time: no lock needed
    EventOutlet outlet =
        new EventOutlet(
            event -> {
              busy.countDown();
              try {
                released.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              told.add(event);
            });
    outlet.accept(event(1));
    Background<Boolean> first =
        DiscoveryFixture.inBackground(
            () -> {
              outlet.drain();
              return true;
            });
    busy.await();

    outlet.accept(event(2));
    outlet.drain(); // returns at once

    released.countDown();
    first.result();
    assertThat(told).containsExactly(event(1), event(2));
  }

  @Test
  void manyThreadsLoseNothingAndNeverTellTwoAtOnce() throws Exception {
    int threads = 8;
    int each = 1000;
    AtomicInteger telling = new AtomicInteger();
    AtomicInteger atOnce = new AtomicInteger();
    List<ClusterEvent> told = new ArrayList<>();
    EventOutlet outlet =
        new EventOutlet(
            event -> {
              atOnce.accumulateAndGet(telling.incrementAndGet(), Math::max);
              told.add(event);
              telling.decrementAndGet();
            });
    List<Background<Boolean>> all = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      int base = thread * each;
      all.add(
          DiscoveryFixture.inBackground(
              () -> {
                for (int i = 0; i < each; i++) {
                  synchronized (outlet) { // as under the lock of the state
                    outlet.begin();
                    outlet.accept(event(base + i));
                  }
                  outlet.drain();
                }
                return true;
              }));
    }
    for (Background<Boolean> thread : all) {
      thread.result();
    }

    assertThat(told).hasSize(threads * each).doesNotHaveDuplicates();
    assertThat(atOnce).hasValue(1);
  }

  private static ClusterEvent event(int number) {
    return new ClusterEvent.NodeDiscovered(ManualTime.START, DiscoveryFixture.peer(number), "a.");
  }
}
