package io.nessiecluster.cluster.feed;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A reader of a feed that notes what it gets. */
class FakeReader implements Flow.Subscriber<EventFeed.Item<String>> {

  final List<String> received = new CopyOnWriteArrayList<>();
  volatile Throwable failure;
  volatile boolean completed;

  private final long demand;
  private boolean oneAtATime;
  private Flow.Subscription subscription;

  /** A reader that asks for so many items, and no more by itself. */
  FakeReader(long demand) {
    this.demand = demand;
  }

  /** Asks for the next item when it has got one. */
  FakeReader takingOneAtATime() {
    oneAtATime = true;
    return this;
  }

  FakeReader on(EventFeed<String> feed, Optional<String> lastSeen) {
    feed.since(lastSeen).subscribe(this);
    return this;
  }

  void request(long items) {
    subscription.request(items);
  }

  void cancel() {
    subscription.cancel();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(demand);
  }

  @Override
  public void onNext(EventFeed.Item<String> item) {
    received.add(
        switch (item) {
          case EventFeed.Item.Opened<String> opened -> "opened " + opened.position().text();
          case EventFeed.Item.Missed<String> missed -> "missed";
          case EventFeed.Item.Happened<String> happened ->
              happened.position().text() + " " + happened.event();
          case EventFeed.Item.Heartbeat<String> beat -> "heartbeat";
        });
    if (oneAtATime) {
      subscription.request(1);
    }
  }

  @Override
  public void onError(Throwable e) {
    failure = e;
  }

  @Override
  public void onComplete() {
    completed = true;
  }
}
