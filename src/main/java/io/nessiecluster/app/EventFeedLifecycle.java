package io.nessiecluster.app;

import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.page.EventLine;
import io.nessiecluster.rest.EventRenderer;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * Makes the feed of events, lets it beat, and ends its readers' streams when the service stops:
 * streams never end by themselves, so a graceful stop would wait for them.
 */
@Singleton
class EventFeedLifecycle {

  /** Below the idle timeouts of the usual proxies and load balancers, which begin at 30 s. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  private final EventFeed<EventMessage> feed;
  private final EternalLoop heartbeat;
  private final Threads threads;

  EventFeedLifecycle(Settings settings, EventRenderer renderer, Threads threads) {
    this.threads = threads;
    EventMessage.Forms forms = new EventMessage.Forms(renderer::fields, EventLine::of);
    this.feed =
        new EventFeed<>(
            new SecureRandom().nextLong(1, Long.MAX_VALUE),
            settings.eventFeed(),
            event -> EventMessage.of(event, forms),
            threads.executor(),
            System::nanoTime);
    this.heartbeat = new EternalLoop("heartbeat of events", feed::beat);
  }

  @Produces
  @Singleton
  EventFeed<EventMessage> feed() {
    return feed;
  }

  /** One of the loops that the liveness probe looks at. */
  @Produces
  @Singleton
  EternalLoop heartbeat() {
    return heartbeat;
  }

  void start(@Observes StartupEvent event) {
    heartbeat.start(threads.timer(), HEARTBEAT, System::nanoTime);
  }

  void drain(@Observes ShutdownDelayInitiatedEvent event) {
    feed.close();
  }

  void stop(@Observes ShutdownEvent event) {
    heartbeat.close();
    feed.close();
  }
}
