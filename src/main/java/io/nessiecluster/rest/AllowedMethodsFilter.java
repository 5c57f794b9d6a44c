package io.nessiecluster.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Lets OPTIONS tell what a route has: JAX-RS would tell what its class has, and HEAD always. */
public class AllowedMethodsFilter {

  @ServerResponseFilter
  public void tellAllowed(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)
        && response.getHeaders().containsKey(HttpHeaders.ALLOW)) {
      response
          .getHeaders()
          .putSingle(HttpHeaders.ALLOW, AllowedMethods.of(request.getUriInfo().getPath()));
    }
  }
}
