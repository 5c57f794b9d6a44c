package io.nessiecluster.rest;

import io.nessiecluster.cluster.round.DiscoveryStoppedException;
import io.nessiecluster.cluster.round.DiscoveryTimeoutException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns every error into a {@link Problem}: no stack trace and no HTML ever leaves. */
public class ProblemMappers {

  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  public Response badParameter(BadParameterException e) {
    return Problem.of("bad-parameter", "Bad parameter", 400, String.valueOf(e.getMessage()))
        .response()
        .build();
  }

  @ServerExceptionMapper
  public Response problem(ProblemException e) {
    return e.problem().response().build();
  }

  @ServerExceptionMapper
  public Response timedOut(DiscoveryTimeoutException e) {
    return Problem.of(
            "discovery-timeout", "Discovery timed out", 504, String.valueOf(e.getMessage()))
        .response()
        .build();
  }

  @ServerExceptionMapper
  public Response stopped(DiscoveryStoppedException e) {
    return Problem.of(
            "discovery-stopped", "Discovery is stopped", 409, String.valueOf(e.getMessage()))
        .response()
        .build();
  }

  @ServerExceptionMapper
  public Response notAllowed(NotAllowedException e, UriInfo uri) {
    return Problem.of(405)
        .response()
        .header(HttpHeaders.ALLOW, AllowedMethods.of(uri.getPath()))
        .build();
  }

  @ServerExceptionMapper
  public Response webError(WebApplicationException e) {
    return Problem.of(e.getResponse().getStatus()).response().build();
  }

  @ServerExceptionMapper
  public Response bug(Throwable e) {
    LOG.error("a request failed by a fault of this service", e);
    return Problem.of(500).response().build();
  }
}
