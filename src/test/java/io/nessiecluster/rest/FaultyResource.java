package io.nessiecluster.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** A route with a bug. */
@Path("/faulty")
@Produces(MediaType.APPLICATION_JSON)
public class FaultyResource {

  @GET
  @Operation(hidden = true)
  public HasRanResponse fail(@RestQuery String how) {
    switch (how) {
      case "null" -> throw new NullPointerException("the inside of the service");
      case "error" -> throw new AssertionError("the inside of the service");
      default -> throw new IllegalStateException("the inside of the service");
    }
  }
}
