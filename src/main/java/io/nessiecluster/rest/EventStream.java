package io.nessiecluster.rest;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.cluster.feed.EventReadersException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One reader's connection: server-sent events (WHATWG HTML, section 9.2) on an HTTP response. It
 * asks for an item when the one before has been handed to the network.
 */
final class EventStream implements Flow.Subscriber<EventFeed.Item<EventMessage>> {

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

  private static final Logger LOG = Logger.getLogger(EventStream.class);

  private final HttpServerResponse response;
  private final ReaderConnection connection;
  private Flow.@Nullable Subscription subscription;

  /** A stream that answers {@code request}. */
  EventStream(HttpServerRequest request) {
    this.response = request.response();
    this.connection = ReaderConnection.of(request);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    response.closeHandler(closed -> given.cancel());
    response.exceptionHandler(broken -> given.cancel());
    given.request(1);
  }

  @Override
  public void onNext(EventFeed.Item<EventMessage> item) {
    if (item instanceof EventFeed.Item.Opened) {
      putHeaders();
      response.setChunked(true);
    }
    response
        .write(text(item))
        .onSuccess(
            written -> {
              if (subscription != null) {
                subscription.request(1);
              }
            });
  }

  @Override
  public void onError(Throwable e) {
    if (e instanceof EventReadersException) {
      putHeaders();
      var _ = response.end(NO_PLACE);
    } else {
      LOG.debug("a reader of events is dropped", e);
      connection.reset(); // what it has not read would keep it connected
    }
  }

  @Override
  public void onComplete() {
    var _ = response.end();
  }

  private void putHeaders() {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no"); // or nginx keeps events until its buffer is full
  }

  private static String text(EventFeed.Item<EventMessage> item) {
    return switch (item) {
      case EventFeed.Item.Opened<EventMessage> opened ->
          ": connected\nretry: " + RETRY_MILLIS + "\nid: " + opened.position().text() + "\n\n";
      case EventFeed.Item.Missed<EventMessage> missed -> MISSED;
      case EventFeed.Item.Happened<EventMessage> happened ->
          "id: " + happened.position().text() + "\n" + happened.event().fields() + "\n";
      case EventFeed.Item.Heartbeat<EventMessage> beat -> ": heartbeat\n\n";
    };
  }
}
