/**
 * The control plane: routes, their JSON, and every error as a problem (RFC 9457). Start reading at
 * {@link io.nessiecluster.rest.ClusterResource}.
 *
 * <p>May come in: routes, and records that are JSON. May not: decisions; what is shown comes from
 * one snapshot of the domain, and a read never waits for a round.
 */
@NullMarked
@OpenAPIDefinition(
    info =
        @Info(
            title = "nessie-cluster",
            version = "v1",
            description =
                "Forms and watches Erlang (BEAM) clusters by DNS. Every error of a route is a problem"
                    + " (RFC 9457). Every body of JSON ends with a newline.",
            license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
    servers = @Server(url = "/", description = "The service that tells this"),
    tags = {
      @Tag(name = "Discovery", description = "Rounds of discovery, and what they found"),
      @Tag(name = "Nodes", description = "The own node and every known one"),
      @Tag(name = "Mesh", description = "Who sees whom, what is wrong, and what is joined"),
      @Tag(name = "Polling", description = "Whether rounds run by themselves"),
      @Tag(name = "Prometheus", description = "Where Prometheus finds the nodes")
    },
    components =
        @Components(
            parameters =
                @Parameter(
                    name = "pretty",
                    in = ParameterIn.QUERY,
                    description =
                        "Whether the JSON is for eyes, on many lines; when absent it is for curl",
                    allowEmptyValue = true,
                    schema = @Schema(type = SchemaType.BOOLEAN)),
            securitySchemes =
                @SecurityScheme(
                    securitySchemeName = "token",
                    description =
                        "The token of nessie-cluster.api.token-file; not needed where none is set",
                    type = SecuritySchemeType.HTTP,
                    scheme = "bearer"),
            responses = {
              @APIResponse(
                  name = "BadRequest",
                  description = "The request is none that HTTP knows, its Host, say, is none",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "BadParameter",
                  description = "A parameter is wrong; the detail says what is allowed",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "Unauthorized",
                  description = "The bearer token is missing or wrong",
                  headers =
                      @Header(
                          name = "WWW-Authenticate",
                          description = "The scheme that is asked for",
                          schema = @Schema(type = SchemaType.STRING)),
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "ReadOnly",
                  description =
                      "The API is read-only, and the detail names the setting that opens it; or a"
                          + " page of another origin asks (cross-site)",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "NotFound",
                  description = "There is nothing of this name, or not yet",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "NotAcceptable",
                  description = "The request accepts no application/json",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "InternalError",
                  description = "A fault of this service; its log has the stack trace",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "DiscoveryStopped",
                  description = "Discovery is stopped",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "MeshOff",
                  description = "The mesh is not watched; the detail names the setting",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "TooManyAnswers",
                  description =
                      "Large answers are on their way to others; Retry-After says when to come back",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class))),
              @APIResponse(
                  name = "DiscoveryTimeout",
                  description = "The round is not over in time; it goes on",
                  content =
                      @Content(
                          mediaType = Problem.MEDIA_TYPE,
                          schema = @Schema(implementation = Problem.class)))
            }))
package io.nessiecluster.rest;

import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jspecify.annotations.NullMarked;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.servers.Server;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
