package io.nessiecluster.rest;

import io.nessiecluster.base.Printable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An error of the API (RFC 9457).
 *
 * @param type what kind of problem, stable: {@code urn:nessie-cluster:problem:<slug>}
 * @param title the kind in a few words
 * @param status the HTTP status
 * @param detail what happened here, and what is allowed
 */
@RegisterForReflection
@Schema(description = "An error, as in RFC 9457")
public record Problem(
    @Schema(examples = "urn:nessie-cluster:problem:bad-parameter") URI type,
    @Schema(examples = "Bad parameter") String title,
    @Schema(examples = "400") int status,
    @Schema(examples = "timeout=abc: allowed are 1 to 60000 (ms), or ISO-8601 up to PT60S")
        String detail) {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final MediaType CONTENT = new MediaType("application", "problem+json");

  static Problem of(String slug, String title, int status, String detail) {
    return new Problem(
        URI.create("urn:nessie-cluster:problem:" + slug), title, status, Printable.text(detail));
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(CONTENT).entity(this);
  }
}
