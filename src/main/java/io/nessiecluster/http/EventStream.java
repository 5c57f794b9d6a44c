package io.nessiecluster.http;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.cluster.feed.EventReadersException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.Flow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One reader's connection: the events on an HTTP response. It asks for an item when the one before
 * has been handed to the network; who does not keep up is disconnected.
 */
public final class EventStream implements Flow.Subscriber<EventFeed.Item<EventMessage>> {

  /** What a stream looks like. */
  public interface Form {

    /** Puts the headers of a stream. */
    void open(HttpServerResponse response);

    /** What an item is on it. */
    String text(EventFeed.Item<EventMessage> item);

    /** Ends a stream because the service stops. */
    void end(HttpServerResponse response);

    /** Answers who finds no place, or a service that stops: all of the answer, its end included. */
    void refuse(HttpServerResponse response);
  }

  private static final Logger LOG = Logger.getLogger(EventStream.class);

  private final HttpServerResponse response;
  private final ReaderConnection connection;
  private final Form form;
  private Flow.@Nullable Subscription subscription;

  /** A stream that answers {@code request}. */
  public EventStream(HttpServerRequest request, Form form) {
    this.response = request.response();
    this.connection = ReaderConnection.of(request);
    this.form = form;
  }

  /** The headers of a stream of that media type, which nothing on its way may hold back. */
  public static void open(HttpServerResponse response, String mediaType) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache, no-transform")
        .putHeader("X-Accel-Buffering", "no"); // or nginx keeps events until its buffer is full
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
      form.open(response);
      response.setChunked(true);
    }
    response
        .write(form.text(item))
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
      form.refuse(response);
    } else {
      LOG.debug("a reader of events is dropped", e);
      connection.reset(); // what it has not read would keep it connected
    }
  }

  @Override
  public void onComplete() {
    form.end(response);
  }
}
