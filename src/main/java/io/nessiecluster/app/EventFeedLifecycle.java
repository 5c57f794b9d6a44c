package io.nessiecluster.app;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.rest.EventMessage;
import io.nessiecluster.rest.EventRenderer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Makes the feed of events, lets it beat, and ends its readers' streams when the service stops:
 * streams never end by themselves, so a graceful stop would wait for them.
 */
@Singleton
class EventFeedLifecycle {

  /** Below the idle timeouts of the usual proxies and load balancers, which begin at 30 s. */
  private static final long HEARTBEAT_SECONDS = 15;

  private final EventFeed<EventMessage> feed;
  private final Threads threads;

  EventFeedLifecycle(Settings settings, EventRenderer renderer, Clock clock, Threads threads) {
    this.threads = threads;
    this.feed =
        new EventFeed<>(
            clock.millis(), settings.eventFeed(), renderer, threads.executor(), System::nanoTime);
  }

  @Produces
  @Singleton
  EventFeed<EventMessage> feed() {
    return feed;
  }

  void start(@Observes StartupEvent event) {
    var _ =
        threads
            .timer()
            .scheduleWithFixedDelay(
                feed::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
  }

  void drain(@Observes ShutdownDelayInitiatedEvent event) {
    feed.close();
  }

  void stop(@Observes ShutdownEvent event) {
    feed.close();
  }
}
