package io.nessiecluster.rest;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.http.EventStream;
import io.vertx.core.http.HttpServerResponse;

/** The events as server-sent events (WHATWG HTML, section 9.2). */
final class ServerSentEvents implements EventStream.Form {

  static final String MEDIA_TYPE = "text/event-stream";

  /** How long a client is to wait before it connects again. */
  private static final int RETRY_MILLIS = 2000;

  /** The same where there is no place for it, or the service stops, which takes up to 15 s. */
  private static final int RETRY_LATER_MILLIS = 15_000;

  /** An error's status would end a browser's EventSource for good: so it is told to come back. */
  private static final String NO_PLACE =
      ": nessie-cluster.api.max-event-readers are connected already, or the service is stopping\n"
          + "retry: "
          + RETRY_LATER_MILLIS
          + "\n\n";

  private static final String MISSED =
      "event: missed\ndata: {\"type\":\"missed\",\"detail\":\"events since your Last-Event-ID are"
          + " no longer in memory: read /cluster/nodes and /cluster/errors anew\"}\n\n";

  @Override
  public void open(HttpServerResponse response) {
    EventStream.open(response, MEDIA_TYPE);
  }

  @Override
  public String text(EventFeed.Item<EventMessage> item) {
    return switch (item) {
      case EventFeed.Item.Opened<EventMessage> opened ->
          ": connected\nretry: " + RETRY_MILLIS + "\nid: " + opened.position().text() + "\n\n";
      case EventFeed.Item.Missed<EventMessage> missed -> MISSED;
      case EventFeed.Item.Happened<EventMessage> happened ->
          "id: " + happened.position().text() + "\n" + happened.event().fields() + "\n";
      case EventFeed.Item.Heartbeat<EventMessage> beat -> ": heartbeat\n\n";
    };
  }

  @Override
  public void end(HttpServerResponse response) {
    var _ = response.end();
  }

  @Override
  public void refuse(HttpServerResponse response) {
    open(response);
    var _ = response.end(NO_PLACE);
  }
}
