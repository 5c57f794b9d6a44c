package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Answers what fails outside of JAX-RS by a {@link Problem}: a request whose Host is none, whose
 * body is said to be too large, or that no route of the management port takes, and a fault in a
 * route of Vert.x. But for the last these are no fault of this service and leave no line in the
 * log. What is not even a request (none, its line or headers too long, or a bad percent sign on the
 * port of the API) Vert.x and Quarkus refuse before any route, without a body.
 */
@Singleton
class HttpProblems {

  private static final Logger LOG = Logger.getLogger(HttpProblems.class);
  private static final int BEFORE_ALL_ROUTES = -1_000_000;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONTENT_TOO_LARGE = 413;

  private final ObjectMapper mapper;
  private final long mostBytes;

  HttpProblems(
      ObjectMapper mapper,
      @ConfigProperty(name = "quarkus.http.limits.max-body-size") Optional<MemorySize> mostBody) {
    this.mapper = mapper;
    this.mostBytes = mostBody.map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
  }

  void register(@Observes Router router) {
    watch(router);
  }

  void register(@Observes ManagementInterface management) {
    Router router = management.router();
    watch(router);
    router.errorHandler(NOT_FOUND, routing -> send(routing, notOnThisPort()));
  }

  private void watch(Router router) {
    router
        .route()
        .order(BEFORE_ALL_ROUTES)
        .handler(this::refuse)
        .failureHandler(this::answerFailure);
    // What cannot be decoded fails already as the routes are compared with it, and has no other.
    router.errorHandler(BAD_REQUEST, routing -> sendFailure(routing, BAD_REQUEST));
  }

  /**
   * RFC 9112, section 3.2; that there is a Host, and a valid one, Vert.x looks itself. A body that
   * is said to be too large Quarkus refuses without a word.
   */
  private void refuse(RoutingContext routing) {
    String length = routing.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    if (routing.response().ended()) {
      return; // it could not be decoded, and Vert.x goes on all the same
    }
    if (routing.request().headers().getAll(HttpHeaders.HOST).size() > 1) {
      routing.fail(BAD_REQUEST);
    } else if (length != null && Long.parseLong(length) > mostBytes) { // Netty has looked at it
      routing.fail(CONTENT_TOO_LARGE);
    } else {
      routing.next();
    }
  }

  private void answerFailure(RoutingContext routing) {
    if (routing.failure() instanceof HttpClosedException) {
      return; // who asked has gone, and could fill the log so
    }
    int status = routing.statusCode() < BAD_REQUEST ? 500 : routing.statusCode();
    if (status >= 500) {
      LOG.error("a request failed by a fault of this service", routing.failure());
    }
    if (routing.response().headWritten()) {
      routing.response().reset(); // there is no other way to say that the rest is missing
    } else {
      sendFailure(routing, status);
    }
  }

  private void sendFailure(RoutingContext routing, int status) {
    if (status == CONTENT_TOO_LARGE) { // else the whole body would be read
      routing
          .response()
          .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
          .endHandler(_ -> routing.request().connection().close());
    }
    send(routing, isOfTheHost(routing.request(), status) ? badHost() : Problem.of(status));
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

  private static Problem notOnThisPort() {
    return Problem.of(
        "not-found",
        "Not Found",
        NOT_FOUND,
        "this port has /q/health/started, /q/health/ready, /q/health/live and /q/metrics; the API"
            + " has a port of its own");
  }

  /** Answers with a problem. */
  void send(RoutingContext routing, Problem problem) {
    boolean isForEyes =
        Json.isForEyes(
            pretty(routing.request()), routing.request().getHeader(HttpHeaders.USER_AGENT));
    var _ =
        routing
            .response()
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
            .putHeader(HttpHeaders.VARY, HttpHeaders.USER_AGENT)
            .end(Buffer.buffer(Json.of(problem, mapper).bytes(isForEyes)));
  }

  private static @Nullable String pretty(HttpServerRequest request) {
    try {
      return request.getParam("pretty");
    } catch (IllegalArgumentException _) { // the query cannot be decoded
      return null;
    }
  }
}
