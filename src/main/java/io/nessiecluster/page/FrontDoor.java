package io.nessiecluster.page;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.http.EventStream;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /}: the page for who asks for HTML, and a text for all others; and the files of the
 * page. Reads memory alone, so that it may answer on the thread that asks.
 *
 * <p>Routes of Vert.x and not of JAX-RS, as they come before the files that Quarkus serves by
 * itself. They are not in the description of the API: what they say is for people, and may change
 * with each version.
 */
@Singleton
class FrontDoor {

  private static final int BEFORE_QUARKUS = -1_000;
  private static final int NOT_MODIFIED = 304;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final String METHODS = "GET, HEAD, OPTIONS";

  /** Nothing but what this service ships, and nobody may frame it. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Overviews overviews;
  private final EventFeed<EventMessage> feed;
  private final WatchedText watched;
  private final PageSettings settings;
  private final PageFiles files = PageFiles.read();

  FrontDoor(
      Overviews overviews,
      EventFeed<EventMessage> feed,
      WatchedText watched,
      PageSettings settings) {
    this.overviews = overviews;
    this.feed = feed;
    this.watched = watched;
    this.settings = settings;
  }

  void register(@Observes Router router) {
    router.route("/").order(BEFORE_QUARKUS).handler(this::front);
    router.route("/index.html").order(BEFORE_QUARKUS).handler(this::file);
    router.route("/page/troubles").order(BEFORE_QUARKUS).handler(this::troubles);
    router.route("/page/*").order(BEFORE_QUARKUS).handler(this::file);
  }

  private void front(RoutingContext routing) {
    if (!isRead(routing)) {
      return;
    }
    routing.response().putHeader(HttpHeaders.VARY, "Accept");
    switch (Watch.of(routing.queryParams().getAll("watch"))) {
      case NO -> now(routing);
      case YES -> watch(routing);
      case UNCLEAR -> {
        routing.response().setStatusCode(BAD_REQUEST);
        text(routing, "watch: allowed is true, false, or no value\n");
      }
    }
  }

  private void now(RoutingContext routing) {
    if (settings.enabled()
        && Preference.isForPage(routing.request().headers().getAll(HttpHeaders.ACCEPT))) {
      file(routing);
    } else {
      text(routing, OverviewText.of(overviews.now()));
    }
  }

  private void watch(RoutingContext routing) {
    routing.response().putHeader("X-Content-Type-Options", "nosniff");
    if (isHead(routing)) {
      watched.open(routing.response());
      var _ = routing.response().end();
    } else {
      feed.since(Optional.empty()).subscribe(new EventStream(routing.request(), watched));
    }
  }

  private void troubles(RoutingContext routing) {
    if (!settings.enabled()) {
      routing.fail(NOT_FOUND);
    } else if (isRead(routing)) {
      var _ =
          routing
              .response()
              .putHeader("X-Content-Type-Options", "nosniff")
              .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
              .end(TroublesJson.of(Troubles.in(overviews.now(), OverviewText.LISTED)).toBuffer());
    }
  }

  private static void text(RoutingContext routing, String text) {
    var _ =
        routing
            .response()
            .putHeader("X-Content-Type-Options", "nosniff") // peers' names are no HTML
            .putHeader(HttpHeaders.CONTENT_TYPE, WatchedText.MEDIA_TYPE)
            .end(text);
  }

  private void file(RoutingContext routing) {
    Optional<PageFile> file =
        settings.enabled() ? files.of(routing.normalizedPath()) : Optional.empty();
    if (file.isEmpty()) {
      routing.fail(NOT_FOUND); // and not to Quarkus, which would find it
    } else if (isRead(routing)) {
      send(routing, file.get());
    }
  }

  private static void send(RoutingContext routing, PageFile file) {
    HttpServerResponse response =
        routing
            .response()
            .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            .putHeader("X-Content-Type-Options", "nosniff")
            .putHeader("Referrer-Policy", "no-referrer")
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
            .putHeader(HttpHeaders.ETAG, file.etag());
    String known = routing.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && file.isKnownBy(known)) {
      var _ = response.setStatusCode(NOT_MODIFIED).end();
    } else {
      var _ = response.putHeader(HttpHeaders.CONTENT_TYPE, file.type()).end(file.content());
    }
  }

  /** Whether it is to be read; otherwise it is answered. */
  private static boolean isRead(RoutingContext routing) {
    HttpMethod method = routing.request().method();
    if (method.equals(HttpMethod.GET) || isHead(routing)) {
      return true;
    }
    routing.response().putHeader(HttpHeaders.ALLOW, METHODS);
    if (method.equals(HttpMethod.OPTIONS)) {
      var _ = routing.response().end();
    } else {
      routing.fail(METHOD_NOT_ALLOWED);
    }
    return false;
  }

  private static boolean isHead(RoutingContext routing) {
    return routing.request().method().equals(HttpMethod.HEAD);
  }
}
