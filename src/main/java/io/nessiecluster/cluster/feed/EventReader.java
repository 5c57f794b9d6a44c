package io.nessiecluster.cluster.feed;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One reader's place in an {@link EventFeed}. Whoever wakes it sends what there is, unless another
 * thread is at it: then that one sends this too.
 */
final class EventReader<T> implements Flow.Subscription {

  private final EventFeed<T> feed;
  private final Flow.Subscriber<? super EventFeed.Item<T>> subscriber;

  private final AtomicInteger wakes = new AtomicInteger();
  private final AtomicLong demand = new AtomicLong();
  private volatile long lastRequestNanos;
  private volatile boolean ending;
  private volatile boolean badRequest;
  private volatile boolean done;

  // touched by the thread alone that sends
  private boolean greeted;
  private boolean missed;
  private long next;
  private long beatsSeen;

  /**
   * A reader that waits for {@link #subscribe()}.
   *
   * @param next number of the first event to send
   * @param missed whether to say first that others are lost
   */
  EventReader(
      EventFeed<T> feed,
      Flow.Subscriber<? super EventFeed.Item<T>> subscriber,
      long next,
      boolean missed) {
    this.feed = feed;
    this.subscriber = subscriber;
    this.next = next;
    this.missed = missed;
    this.beatsSeen = feed.beats();
    this.lastRequestNanos = feed.nanoTime();
  }

  void subscribe() {
    wakes.incrementAndGet(); // nothing is sent before onSubscribe has returned
    boolean admitted = feed.admit(this);
    subscriber.onSubscribe(this);
    if (!admitted) {
      done = true;
      subscriber.onError(new EventReadersException("the feed of events takes no further reader"));
    }
    send();
  }

  @Override
  public void request(long items) {
    if (items <= 0) {
      badRequest = true;
    } else {
      lastRequestNanos = feed.nanoTime();
      demand.accumulateAndGet(items, (had, more) -> had + more < 0 ? Long.MAX_VALUE : had + more);
    }
    wake();
  }

  @Override
  public void cancel() {
    done = true;
    feed.leave(this);
  }

  /** Ends the stream in good order. */
  void end() {
    ending = true;
    wake();
  }

  void wake() {
    if (wakes.getAndIncrement() == 0) {
      send();
    }
  }

  private void send() {
    int seen = wakes.get();
    do {
      sendWhatThereIs();
      seen = wakes.addAndGet(-seen);
    } while (seen != 0);
  }

  private void sendWhatThereIs() {
    while (!done) {
      if (badRequest) {
        fail(new IllegalArgumentException("a reader must request at least one item"));
      } else if (ending) {
        cancel();
        subscriber.onComplete();
      } else if (greeted && next < feed.oldest()) {
        drop("it fell behind what is kept in memory");
      } else if (demand.get() == 0) {
        if (feed.isStall(feed.nanoTime() - lastRequestNanos)) {
          drop("it took nothing for too long");
        }
        return;
      } else {
        EventFeed.Item<T> item = nextItem();
        if (item == null) {
          return;
        }
        demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
        if (demand.get() == 0) {
          lastRequestNanos = feed.nanoTime(); // from now on it is the reader's turn
        }
        deliver(item);
      }
    }
  }

  private void deliver(EventFeed.Item<T> item) {
    try {
      subscriber.onNext(item);
    } catch (RuntimeException | Error e) { // against the rules of Flow; the other readers go on
      cancel();
    }
  }

  private EventFeed.@Nullable Item<T> nextItem() {
    if (!greeted) {
      greeted = true;
      if (next < feed.oldest()) {
        next = feed.oldest();
        missed = true;
      }
      return new EventFeed.Item.Opened<>(feed.position(next - 1));
    }
    if (missed) {
      missed = false;
      return new EventFeed.Item.Missed<>();
    }
    T event = feed.event(next);
    if (event != null) {
      beatsSeen = feed.beats();
      return new EventFeed.Item.Happened<>(feed.position(next++), event);
    }
    if (beatsSeen != feed.beats()) {
      beatsSeen = feed.beats();
      return new EventFeed.Item.Heartbeat<>();
    }
    return null;
  }

  private void drop(String why) {
    feed.countDropped();
    fail(new SlowReaderException("the reader was dropped: " + why));
  }

  private void fail(RuntimeException e) {
    cancel();
    subscriber.onError(e);
  }
}
