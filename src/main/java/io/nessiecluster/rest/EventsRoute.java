package io.nessiecluster.rest;

import io.nessiecluster.cluster.feed.EventFeed;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * {@code GET /cluster/events}: the events as they happen. A route of Vert.x and not of JAX-RS, for
 * that one can neither drop a reader nor write an event once for all of them. Described in {@code
 * META-INF/openapi.yaml}.
 */
@Singleton
class EventsRoute {

  private static final String PATH = "/cluster/events";
  private static final String RETRY_AFTER_SECONDS = "5";

  private final EventFeed<EventMessage> feed;
  private final EventRenderer renderer;

  EventsRoute(EventFeed<EventMessage> feed, EventRenderer renderer) {
    this.feed = feed;
    this.renderer = renderer;
  }

  void register(@Observes Router router) {
    router.get(PATH).handler(this::stream);
    router.head(PATH).handler(this::describe);
    router.options(PATH).handler(this::describeMethods);
    router.route(PATH).handler(this::refuseMethod);
  }

  private void stream(RoutingContext routing) {
    HttpServerResponse response = routing.response();
    feed.since(Optional.ofNullable(routing.request().getHeader("Last-Event-ID")))
        .subscribe(new EventStream(response, () -> refuseReader(response)));
  }

  private void describe(RoutingContext routing) {
    var _ = routing.response().putHeader(HttpHeaders.CONTENT_TYPE, EventStream.MEDIA_TYPE).end();
  }

  private void describeMethods(RoutingContext routing) {
    var _ = routing.response().putHeader(HttpHeaders.ALLOW, AllowedMethods.of(PATH)).end();
  }

  private void refuseReader(HttpServerResponse response) {
    response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    send(
        response,
        Problem.of(
            "too-many-readers",
            "Too many readers",
            503,
            "nessie-cluster.api.max-event-readers are connected already, or the service is"
                + " stopping; try again later"));
  }

  private void refuseMethod(RoutingContext routing) {
    routing.response().putHeader(HttpHeaders.ALLOW, AllowedMethods.of(PATH));
    send(
        routing.response(),
        Problem.of(
            "method-not-allowed",
            "Method Not Allowed",
            405,
            "this route does not have this method; the Allow header names those it has"));
  }

  private void send(HttpServerResponse response, Problem problem) {
    var _ =
        response
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .end(renderer.write(problem));
  }
}
