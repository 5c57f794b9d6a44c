package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Answers what fails outside of JAX-RS by a {@link Problem}: a request whose Host is none, or a
 * fault in a route of Vert.x. The former is no fault of this service and leaves no line in the log.
 */
@Singleton
class HttpProblems {

  private static final Logger LOG = Logger.getLogger(HttpProblems.class);
  private static final int BEFORE_ALL_ROUTES = -1_000_000;
  private static final int BAD_REQUEST = 400;

  private final ObjectMapper mapper;

  HttpProblems(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  void register(@Observes Router router) {
    watch(router);
  }

  void register(@Observes ManagementInterface management) {
    watch(management.router());
  }

  private void watch(Router router) {
    router
        .route()
        .order(BEFORE_ALL_ROUTES)
        .handler(HttpProblems::requireOneHost)
        .failureHandler(this::answerFailure);
  }

  /** RFC 9112, section 3.2; that there is one, and a valid one, Vert.x looks itself. */
  private static void requireOneHost(RoutingContext routing) {
    if (routing.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
      routing.fail(BAD_REQUEST);
    } else {
      routing.next();
    }
  }

  private void answerFailure(RoutingContext routing) {
    int status = routing.statusCode() < BAD_REQUEST ? 500 : routing.statusCode();
    if (status >= 500) {
      LOG.error("a request failed by a fault of this service", routing.failure());
    }
    if (routing.response().headWritten()) {
      routing.response().reset(); // there is no other way to say that the rest is missing
    } else {
      send(routing, isOfTheHost(routing.request(), status) ? badHost() : Problem.of(status));
    }
  }

  private static boolean isOfTheHost(HttpServerRequest request, int status) {
    return status == BAD_REQUEST
        && (request.authority() == null || request.headers().getAll(HttpHeaders.HOST).size() > 1);
  }

  private static Problem badHost() {
    return Problem.of(
        "bad-host",
        "Bad host",
        BAD_REQUEST,
        "the request needs one header Host, and in it a host or host:port");
  }

  /** Answers with a problem. */
  void send(RoutingContext routing, Problem problem) {
    boolean isForEyes =
        Json.isForEyes(
            routing.request().getParam("pretty"),
            routing.request().getHeader(HttpHeaders.USER_AGENT));
    var _ =
        routing
            .response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .putHeader(HttpHeaders.VARY, HttpHeaders.USER_AGENT)
            .end(Buffer.buffer(Json.of(problem, mapper).bytes(isForEyes)));
  }
}
