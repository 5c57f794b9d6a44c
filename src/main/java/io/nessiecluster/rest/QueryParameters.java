package io.nessiecluster.rest;

import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a query parameter that is empty or given more than once. JAX-RS would take the one for
 * absent and the first of the others for all, which is not what was asked for.
 */
public class QueryParameters {

  @ServerRequestFilter
  public void refuseEmptyAndRepeated(UriInfo uri) {
    uri.getQueryParameters()
        .forEach(
            (name, values) -> {
              if (values.size() != 1 || values.getFirst().isEmpty()) {
                throw new BadParameterException(
                    name + "=" + String.join(",", values) + ": allowed is one value, not empty");
              }
            });
  }
}
