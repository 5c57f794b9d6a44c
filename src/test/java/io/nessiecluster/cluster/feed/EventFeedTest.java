package io.nessiecluster.cluster.feed;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.round.DiscoveryFixture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The feed of events and its readers. */
class EventFeedTest {

  private static final int KEPT = 4;
  private static final int READERS = 2;
  private static final Duration STALL = Duration.ofSeconds(30);

  private final ManualTime time = new ManualTime();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final EventFeed<String> feed =
      new EventFeed<>(
          7, new EventFeed.Limits(KEPT, READERS, STALL), EventFeedTest::form, tasks::add, time);

  private static String form(ClusterEvent event) {
    return event instanceof ClusterEvent.NodeDiscovered e ? e.query() : "other";
  }

  @Test
  void aReaderGetsWhatHappensFromNowOnInOrder() {
    tell("a");
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    tell("b", "c");

    assertThat(reader.received).containsExactly("opened 7-1", "7-2 b", "7-3 c");
  }

  @Test
  void aReaderThatComesBackGetsWhatItMissed() {
    tell("a", "b", "c");
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.of("7-1"));

    assertThat(reader.received).containsExactly("opened 7-1", "7-2 b", "7-3 c");
  }

  @Test
  void whatIsNoLongerInMemoryIsSaidToBeMissed() {
    tell("a", "b", "c", "d", "e", "f");
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.of("7-1"));

    assertThat(reader.received)
        .containsExactly("opened 7-2", "missed", "7-3 c", "7-4 d", "7-5 e", "7-6 f");
  }

  @Test
  void aPositionOfAnotherProcessOrOfNoneIsSaidToHaveMissedSome() {
    tell("a");
    for (String strange : new String[] {"6-1", "7-2", "rubbish", "", "-", "7-", "7--1"}) {
      FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.of(strange));
      assertThat(reader.received).as(strange).containsExactly("opened 7-0", "missed", "7-1 a");
      reader.cancel();
    }
  }

  @Test
  void aReaderGetsNoMoreThanItAsksFor() {
    FakeReader reader = new FakeReader(2).on(feed, Optional.empty());
    tell("a", "b");
    assertThat(reader.received).containsExactly("opened 7-0", "7-1 a");

    reader.request(1);
    assertThat(reader.received).endsWith("7-2 b");
  }

  @Test
  void aReaderThatFallsBehindMemoryIsDroppedAndTheOthersGoOn() {
    FakeReader slow = new FakeReader(1).on(feed, Optional.empty());
    FakeReader fast = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    tell("a", "b", "c", "d");
    assertThat(slow.failure).isNull();
    tell("e");

    assertThat(slow.failure).isInstanceOf(SlowReaderException.class);
    assertThat(fast.received).hasSize(6);
    assertThat(feed.readers()).isEqualTo(1);
    assertThat(feed.dropped()).isEqualTo(1);
  }

  @Test
  void aReaderThatTakesNothingForTooLongIsDropped() {
    FakeReader stuck = new FakeReader(1).on(feed, Optional.empty());
    FakeReader idle = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    time.advance(STALL);
    beat();
    assertThat(stuck.failure).isNull();
    time.advance(Duration.ofNanos(1));
    beat();

    assertThat(stuck.failure).isInstanceOf(SlowReaderException.class);
    assertThat(idle.failure).isNull();
  }

  @Test
  void tellingNeverWaitsForAReader() {
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    for (int i = 0; i < 3; i++) {
      feed.accept(discovered("a"));
    }

    assertThat(reader.received).as("nothing is sent by who tells").containsExactly("opened 7-0");
    assertThat(tasks).as("one task wakes all, for all events").hasSize(1);
  }

  @Test
  void aReaderBeyondTheLimitIsRefusedUntilAnotherLeaves() {
    FakeReader first = new FakeReader(1).on(feed, Optional.empty());
    new FakeReader(1).on(feed, Optional.empty());
    FakeReader refused = new FakeReader(1).on(feed, Optional.empty());

    assertThat(refused.failure).isInstanceOf(EventReadersException.class);
    assertThat(refused.received).isEmpty();
    assertThat(feed.readers()).isEqualTo(READERS);

    first.cancel();
    assertThat(new FakeReader(1).on(feed, Optional.empty()).failure).isNull();
  }

  @Test
  void aHeartbeatIsSentOnlyWhereNothingElseWas() {
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    beat();
    feed.accept(discovered("a"));
    beat();
    beat();

    assertThat(reader.received).containsExactly("opened 7-0", "heartbeat", "7-1 a", "heartbeat");
  }

  @Test
  void aCauseThatFailsAgainAndAgainIsToldOnce() {
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    for (int failures = 1; failures <= 3; failures++) {
      feed.accept(
          new ClusterEvent.NodeFailing(
              ManualTime.START,
              peer(2),
              new NodeConnectError(peer(2), ConnectCause.COOKIE_MISMATCH, "closed"),
              failures));
    }
    runTasks();

    assertThat(reader.received).containsExactly("opened 7-0", "7-1 other");
  }

  @Test
  void closingEndsEveryStreamAndRefusesReaders() {
    FakeReader reader = new FakeReader(1).on(feed, Optional.empty());
    feed.close();

    assertThat(reader.completed).isTrue();
    assertThat(feed.readers()).isZero();
    assertThat(new FakeReader(1).on(feed, Optional.empty()).failure)
        .isInstanceOf(EventReadersException.class);
  }

  @Test
  void aReaderThatThrowsLeavesTheOthersAlone() {
    FakeReader bad =
        new FakeReader(Long.MAX_VALUE) {
          @Override
          public void onNext(EventFeed.Item<String> item) {
            throw new IllegalStateException("against the rules");
          }
        }.on(feed, Optional.empty());
    FakeReader good = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    tell("a");

    assertThat(bad.received).isEmpty();
    assertThat(good.received).containsExactly("opened 7-0", "7-1 a");
    assertThat(feed.readers()).isEqualTo(1);
  }

  @Test
  void aReaderThatThrowsAnErrorLeavesItsPlaceAndTheOthersAlone() {
    new FakeReader(Long.MAX_VALUE) {
      @Override
      public void onNext(EventFeed.Item<String> item) {
        throw new StackOverflowError("as scripted");
      }
    }.on(feed, Optional.empty());
    FakeReader good = new FakeReader(Long.MAX_VALUE).on(feed, Optional.empty());
    tell("a");

    assertThat(good.received).containsExactly("opened 7-0", "7-1 a");
    assertThat(feed.readers()).isEqualTo(1);
  }

  @Test
  void readersForWhomThereWasNoThreadGetAllWithTheNextEventOrBeat() {
    AtomicBoolean refuses = new AtomicBoolean();
    EventFeed<String> scarce =
        new EventFeed<>(
            7,
            new EventFeed.Limits(KEPT, READERS, STALL),
            EventFeedTest::form,
            task -> {
              if (refuses.get()) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              task.run();
            },
            time);
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(scarce, Optional.empty());
    refuses.set(true);
    scarce.accept(discovered("a"));
    assertThat(reader.received).containsExactly("opened 7-0");

    refuses.set(false);
    scarce.beat();
    assertThat(reader.received).containsExactly("opened 7-0", "7-1 a");
  }

  @Test
  void memoryGrowsWithTheEventsUpToItsBound() {
    int kept = 5000;
    EventFeed<String> large =
        new EventFeed<>(
            7, new EventFeed.Limits(kept, 8, STALL), EventFeedTest::form, Runnable::run, time);
    IntStream.rangeClosed(1, kept + 1).forEach(n -> large.accept(discovered("q" + n)));
    FakeReader reader = new FakeReader(Long.MAX_VALUE).on(large, Optional.of("7-0"));

    assertThat(reader.received).hasSize(kept + 2).startsWith("opened 7-1", "missed", "7-2 q2");
    assertThat(reader.received).endsWith("7-5001 q5001");
  }

  @Test
  void aReaderThatTakesOneAtATimeGetsAllOfARoundOfFiveThousandNodes() throws Exception {
    int peers = 5000;
    try (DiscoveryFixture fixture = new DiscoveryFixture()) {
      Queue<Runnable> wakes = new ConcurrentLinkedQueue<>();
      EventFeed<String> full =
          new EventFeed<>(
              7,
              EventFeed.Limits.DEFAULT,
              event -> event.getClass().getSimpleName(),
              wakes::add, // the reader is woken when the round is over: as slow as one can be
              fixture.time);
      fixture
          .named(IntStream.range(2, peers + 2).toArray())
          .byHand()
          .with(any -> any.withListener(full))
          .start();
      FakeReader reader = new FakeReader(1).takingOneAtATime().on(full, Optional.empty());
      fixture.round();
      for (Runnable wake = wakes.poll(); wake != null; wake = wakes.poll()) {
        wake.run();
      }

      assertThat(reader.failure).isNull();
      assertThat(full.newest()).isGreaterThan(2L * peers);
      assertThat(reader.received).hasSize((int) full.newest() + 1);
      assertThat(reader.received.getLast()).endsWith("RoundCompleted");
    }
  }

  @Test
  void manyTellersAndReadersAtOnceLoseAndReorderNothing() throws Exception {
    int tellers = 4;
    int each = 2_000;
    EventFeed<String> shared =
        new EventFeed<>(
            7,
            new EventFeed.Limits(tellers * each, 8, Duration.ofDays(1)),
            EventFeedTest::form,
            task -> Thread.ofVirtual().start(task),
            time);
    FakeReader[] readers =
        IntStream.range(0, 8)
            .mapToObj(n -> new FakeReader(1).takingOneAtATime().on(shared, Optional.empty()))
            .toArray(FakeReader[]::new);
    Thread[] threads =
        IntStream.range(0, tellers)
            .mapToObj(
                n ->
                    Thread.ofVirtual()
                        .start(
                            () -> {
                              for (int i = 0; i < each; i++) {
                                shared.accept(discovered("x"));
                              }
                            }))
            .toArray(Thread[]::new);
    for (Thread thread : threads) {
      thread.join(DiscoveryFixture.BOUND);
    }

    for (FakeReader reader : readers) {
      DiscoveryFixture.await(reader.received, list -> list.size() == tellers * each + 1);
      assertThat(reader.received.subList(1, reader.received.size()))
          .isEqualTo(
              IntStream.rangeClosed(1, tellers * each).mapToObj(n -> "7-" + n + " x").toList());
    }
  }

  private void tell(String... queries) {
    Stream.of(queries)
        .forEach(
            query -> {
              feed.accept(discovered(query));
              runTasks();
            });
  }

  private void beat() {
    feed.beat();
    runTasks();
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private static ClusterEvent discovered(String query) {
    return new ClusterEvent.NodeDiscovered(ManualTime.START, peer(2), query);
  }
}
