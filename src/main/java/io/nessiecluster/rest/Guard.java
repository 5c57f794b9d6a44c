package io.nessiecluster.rest;

import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request pass to a {@link Guarded} route only when the API is not read-only and, where a
 * token is set, the request bears it; and never when the page of another site sends it, by the
 * browser of somebody who reaches this service. The file is read for each such request, so a
 * rotated token holds at once.
 */
@jakarta.ws.rs.ext.Provider
@Guarded
class Guard implements ContainerRequestFilter {

  private static final Logger LOG = Logger.getLogger(Guard.class);
  private static final String SCHEME = "Bearer ";
  private static final String PASSED = Guard.class.getName() + ".passed";

  private final Provider<ApiAccess> settings; // filters are made before the settings are read

  Guard(Provider<ApiAccess> settings) {
    this.settings = settings;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    ApiAccess access = settings.get();
    if (access.readOnly()) {
      request.abortWith(
          Problem.of(
                  "read-only",
                  "Read-only",
                  Response.Status.FORBIDDEN.getStatusCode(),
                  "this route changes what runs; nessie-cluster.api.read-only=false opens it, and"
                      + " nessie-cluster.api.token-file says who may use it")
              .response()
              .build());
      return;
    }
    RequestOrigin origin =
        new RequestOrigin(
            request.getHeaderString("Origin"), request.getHeaderString("Sec-Fetch-Site"));
    if (origin.isForeignTo(request.getUriInfo().getBaseUri())) {
      request.abortWith(
          Problem.of(
                  "cross-site",
                  "Cross-site request",
                  Response.Status.FORBIDDEN.getStatusCode(),
                  "a page of another origin may not change what runs: the header Origin must have"
                      + " the host and port of this service, and Sec-Fetch-Site not be cross-site")
              .response()
              .build());
      return;
    }
    Optional<Path> tokenFile = access.tokenFile();
    if (tokenFile.isPresent()
        && !bears(request.getHeaderString(HttpHeaders.AUTHORIZATION), tokenFile.get())) {
      request.abortWith(
          Problem.of(
                  "unauthorized",
                  "Unauthorized",
                  Response.Status.UNAUTHORIZED.getStatusCode(),
                  "this route needs the header 'Authorization: Bearer TOKEN' with the token of"
                      + " nessie-cluster.api.token-file")
              .response()
              .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"nessie-cluster\"")
              .build());
      return;
    }
    request.setProperty(PASSED, true);
  }

  /** Whether a request was let pass. */
  static boolean hasPassed(ContainerRequestContext request) {
    return request.getProperty(PASSED) != null;
  }

  private static boolean bears(@Nullable String header, Path tokenFile) {
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    byte[] token;
    try {
      token = Files.readString(tokenFile).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) { // gone since the start: nobody can bear it
      LOG.warnf("cannot read nessie-cluster.api.token-file, so nobody may pass: %s", e);
      return false;
    }
    byte[] given = header.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    return token.length > 0 && MessageDigest.isEqual(token, given);
  }
}
