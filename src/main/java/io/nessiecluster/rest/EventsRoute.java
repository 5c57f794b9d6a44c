package io.nessiecluster.rest;

import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.nessiecluster.http.EventStream;
import io.vertx.core.http.HttpHeaders;
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

  private final EventFeed<EventMessage> feed;
  private final HttpProblems problems;
  private final ServerSentEvents form = new ServerSentEvents();

  EventsRoute(EventFeed<EventMessage> feed, HttpProblems problems) {
    this.feed = feed;
    this.problems = problems;
  }

  void register(@Observes Router router) {
    router.get(PATH).handler(this::stream);
    router.head(PATH).handler(this::describe);
    router.options(PATH).handler(this::describeMethods);
    router.route(PATH).handler(this::refuseMethod);
  }

  private void stream(RoutingContext routing) {
    feed.since(Optional.ofNullable(routing.request().getHeader("Last-Event-ID")))
        .subscribe(new EventStream(routing.request(), form));
  }

  private void describe(RoutingContext routing) {
    var _ =
        routing.response().putHeader(HttpHeaders.CONTENT_TYPE, ServerSentEvents.MEDIA_TYPE).end();
  }

  private void describeMethods(RoutingContext routing) {
    var _ = routing.response().putHeader(HttpHeaders.ALLOW, AllowedMethods.of(PATH)).end();
  }

  private void refuseMethod(RoutingContext routing) {
    routing.response().putHeader(HttpHeaders.ALLOW, AllowedMethods.of(PATH));
    problems.send(routing, Problem.of(405));
  }
}
