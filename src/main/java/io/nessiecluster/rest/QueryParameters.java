package io.nessiecluster.rest;

import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Refuses a query parameter that is empty or given more than once. JAX-RS would take the one for
 * absent and the first of the others for all, which is not what was asked for. {@code pretty},
 * which every route has, may be empty.
 */
public class QueryParameters {

  private static final Set<String> PRETTY = Set.of("", "true", "false");

  @ServerRequestFilter
  public void refuseEmptyAndRepeated(UriInfo uri) {
    uri.getQueryParameters()
        .forEach(
            (name, values) -> {
              if (name.equals("pretty")) {
                require(
                    values.size() == 1 && PRETTY.contains(values.getFirst()),
                    name,
                    values,
                    "true, false, or no value");
              } else {
                require(
                    values.size() == 1 && !values.getFirst().isEmpty(),
                    name,
                    values,
                    "one value, not empty");
              }
            });
  }

  private static void require(boolean holds, String name, List<String> values, String allowed) {
    if (!holds) {
      throw new BadParameterException(
          "%s=%s: allowed is %s".formatted(name, String.join(",", values), allowed));
    }
  }
}
