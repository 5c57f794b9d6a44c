package io.nessiecluster.rest;

import io.nessiecluster.base.Printable;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.feed.EventFeed;
import io.nessiecluster.http.EventMessage;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/**
 * Tells each act that a {@link Guarded} route let pass, with the address of its caller: a line of
 * the log, and an event.
 */
public class ActsByHand {

  private static final Logger LOG = Logger.getLogger(ActsByHand.class);

  private final Provider<EventFeed<EventMessage>> feed; // filters are made before there is one
  private final Provider<ApiAccess> access;
  private final Clock clock;

  ActsByHand(Provider<EventFeed<EventMessage>> feed, Provider<ApiAccess> access, Clock clock) {
    this.feed = feed;
    this.access = access;
    this.clock = clock;
  }

  @Guarded
  @ServerResponseFilter
  public void tell(
      ContainerRequestContext request, ContainerResponseContext response, HttpServerRequest http) {
    if (!Guard.hasPassed(request)) {
      return;
    }
    String act = request.getMethod() + " " + Printable.text(request.getUriInfo().getPath());
    String caller = address(http.remoteAddress());
    LOG.info(
        "%s by hand from %s%s: %d"
            .formatted(
                act,
                caller,
                access.get().tokenFile().isPresent()
                    ? " with the token"
                    : ", which needs no token here",
                response.getStatus()));
    feed.get()
        .accept(
            new ClusterEvent.ActedByHand(
                clock.instant(), act, caller, outcome(response.getStatus())));
  }

  private static String address(@Nullable SocketAddress remote) {
    if (remote == null) { // its connection is gone
      return "unknown";
    }
    return remote.hostAddress() == null ? remote.toString() : remote.hostAddress();
  }

  private static String outcome(int status) {
    return status < 400 ? "done" : status < 500 ? "refused" : "failed";
  }
}
