package io.nessiecluster.rest;

import io.nessiecluster.mesh.Check;
import io.nessiecluster.mesh.MeshSnapshot;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What stands above the links: what can be wrong in a cluster whose nodes are all connected. */
@Tag(name = "Mesh")
@Path("/cluster/checks")
@Produces(MediaType.APPLICATION_JSON)
public class ChecksResource {

  private static final List<String> STATUSES =
      Arrays.stream(Check.Status.values()).map(Check.Status::code).toList();

  private final WatchedMesh watched;

  ChecksResource(WatchedMesh watched) {
    this.watched = watched;
  }

  @GET
  @NonBlocking
  @Operation(
      operationId = "listChecks",
      summary = "Every check, with what was found",
      description = "None before the first sweep is over.")
  @APIResponse(responseCode = "200", description = "The checks, or those of the given status")
  @APIResponse(responseCode = "400", ref = "BadParameter")
  @APIResponse(responseCode = "409", ref = "MeshOff")
  public ChecksResponse checks(
      @Parameter(
              description = "Only checks of this status",
              schema = @Schema(enumeration = {"pass", "warn", "fail", "unknown", "skipped"}))
          @RestQuery
          @Nullable String status) {
    if (status != null && !STATUSES.contains(status)) {
      throw new BadParameterException(
          "status=%s: allowed are %s".formatted(status, String.join(", ", STATUSES)));
    }
    MeshSnapshot mesh = watched.now();
    return new ChecksResponse(
        mesh.at(),
        mesh.checks().stream()
            .filter(check -> status == null || check.status().code().equals(status))
            .map(CheckResponse::of)
            .toList());
  }

  @GET
  @Path("/{id}")
  @NonBlocking
  @Operation(
      operationId = "getCheck",
      summary = "One check",
      description = "Unknown before the first sweep is over.")
  @APIResponse(responseCode = "200", description = "What was found")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "MeshOff")
  public CheckResponse check(
      @Parameter(description = "What is looked at, such as mnesia_whole") @RestPath String id) {
    return watched.now().check(id).map(CheckResponse::of).orElseThrow(() -> noCheck(id));
  }

  private static ProblemException noCheck(String id) {
    String ids =
        Arrays.stream(Check.Id.values()).map(Check.Id::code).collect(Collectors.joining(", "));
    return ProblemException.unknown(
        "check",
        "there is nothing of the check %s, or not before the first sweep is over; GET".formatted(id)
            + " /cluster/checks lists them: "
            + ids);
  }
}
