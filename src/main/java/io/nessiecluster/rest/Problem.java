package io.nessiecluster.rest;

import io.nessiecluster.base.Printable;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Locale;
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
    @Schema(
            examples =
                "timeout=abc: allowed are 1 to 60000 (milliseconds), or 500ms, 5s, 1m, or ISO-8601 such as PT5S, up to a minute")
        String detail) {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final MediaType CONTENT = new MediaType("application", "problem+json");

  static Problem of(String slug, String title, int status, String detail) {
    return new Problem(
        URI.create("urn:nessie-cluster:problem:" + slug), title, status, Printable.text(detail));
  }

  /** The problem of which no more is known than its HTTP status. */
  static Problem of(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title =
        status == 500 ? "Internal error" : known == null ? "Error" : known.getReasonPhrase();
    String slug = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return of(slug, title, status, detailOf(status));
  }

  private static String detailOf(int status) {
    return switch (status) {
      case 400 -> "the request is none that HTTP knows: look at its path, query and headers";
      case 404 -> "there is nothing here; GET /q/openapi lists the routes";
      case 405 -> "this route does not have this method; the Allow header names those it has";
      case 406 -> "this route answers in application/json";
      case 413 -> "the body is larger than any route takes";
      case 415 -> "this route takes no body, or application/json";
      case 500 -> "a fault of this service; its log has the stack trace";
      default -> "the request cannot be answered";
    };
  }

  Response.ResponseBuilder response() {
    return Response.status(status).type(CONTENT).entity(this);
  }
}
