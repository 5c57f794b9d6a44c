package io.nessiecluster.page;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.http.EventStream;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The text, followed: first all of it, then a line for each event as it happens. */
@Singleton
class WatchedText implements EventStream.Form {

  static final String MEDIA_TYPE = "text/plain; charset=utf-8";

  /** A service that stops takes up to 15 s. */
  private static final int RETRY_AFTER_SECONDS = 15;

  private static final int SERVICE_UNAVAILABLE = 503;

  private static final String NO_PLACE =
      """
      nessie-cluster.api.max-event-readers are connected already, or the service is stopping;
      try again later, or ask without ?watch
      """;

  private final Overviews overviews;
  private final Clock clock;

  WatchedText(Overviews overviews, Clock clock) {
    this.overviews = overviews;
    this.clock = clock;
  }

  @Override
  public void open(HttpServerResponse response) {
    EventStream.open(response, MEDIA_TYPE);
  }

  @Override
  public String text(EventFeed.Item<EventMessage> item) {
    return switch (item) {
      case EventFeed.Item.Opened<EventMessage> _ ->
          OverviewText.of(overviews.now()) + "\nEVENTS as they happen\n";
      case EventFeed.Item.Missed<EventMessage> _ -> line("missed", "events came too fast");
      case EventFeed.Item.Happened<EventMessage> happened -> happened.event().line() + "\n";
      case EventFeed.Item.Heartbeat<EventMessage> _ -> line("heartbeat", "nothing has happened");
    };
  }

  @Override
  public void end(HttpServerResponse response) {
    var _ = response.end(line("stopping", "this service ends"));
  }

  @Override
  public void refuse(HttpServerResponse response) {
    var _ =
        response
            .setStatusCode(SERVICE_UNAVAILABLE)
            .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
            .putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(RETRY_AFTER_SECONDS))
            .end(NO_PLACE);
  }

  private String line(String code, String told) {
    return EventLine.of(clock.instant(), code, told) + "\n";
  }
}
