package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Joins members by hand, and pauses forming and healing; closed unless the settings open it. */
@Tag(name = "Mesh")
@Path("/cluster/mesh")
@Produces(MediaType.APPLICATION_JSON)
@Guarded
@SecurityRequirement(name = "token")
@APIResponse(responseCode = "401", ref = "Unauthorized")
@APIResponse(responseCode = "403", ref = "ReadOnly")
public class KeepingResource {

  private final WatchedMesh watched;
  private final MeshKeeping keeping;
  private final ObjectMapper mapper;

  KeepingResource(WatchedMesh watched, MeshKeeping keeping, ObjectMapper mapper) {
    this.watched = watched;
    this.keeping = keeping;
    this.mapper = mapper;
  }

  @POST
  @Path("/join")
  @RunOnVirtualThread
  @Operation(
      operationId = "joinMembers",
      summary = "Join two members now, and with them their islands",
      description =
          "Makes one join that heal would make, in every mode, and while it is paused: only one"
              + " that is planned, and no rule forbids. Waits for it, a minute at most: 15 s where"
              + " one connect does, more where global does not close the mesh and each pair takes"
              + " one.")
  @RequestBody(
      required = true,
      description = "The names of two members, in either order",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = JoinRequest.class)))
  @APIResponse(
      responseCode = "200",
      description = "They are connected",
      content = @Content(schema = @Schema(implementation = ActResponse.class)))
  @APIResponse(
      responseCode = "400",
      description = "The body is wrong; the detail says what is allowed",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(
      responseCode = "409",
      description =
          "A rule forbids it, it is not planned (they are linked, say), another join is under way,"
              + " or the mesh is not watched (mesh-off)",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = JoinProblem.class)))
  @APIResponse(
      responseCode = "502",
      description = "It was tried in vain; the problem tells what was seen",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = JoinProblem.class)))
  public Response join(byte[] body) throws InterruptedException {
    MeshSnapshot mesh = watched.now();
    JoinRequest request = JoinRequest.of(body, mapper);
    NodeName from = WatchedMesh.member(request.from(), mesh).member().name();
    NodeName to = WatchedMesh.member(request.to(), mesh).member().name();
    try {
      Keeping.Act act = keeping.join(from, to);
      return switch (act.outcome()) {
        case JOINED -> Response.ok(ActResponse.of(act)).build();
        case FAILED, REFUSED -> problem(JoinProblem.of(act));
      };
    } catch (JoinRefusedException refused) {
      return problem(JoinProblem.of(request, refused));
    }
  }

  private static Response problem(JoinProblem problem) {
    return Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem).build();
  }

  @POST
  @Path("/pause")
  @RunOnVirtualThread
  @Operation(
      operationId = "pauseJoining",
      summary = "Stop forming and healing",
      description =
          "No join is begun until POST /cluster/mesh/resume, but by hand; what is under way is not"
              + " broken off. Holds for this replica, until it ends: of several pause each.")
  @APIResponse(
      responseCode = "200",
      description = "Paused; the state is another one only where mesh.mode=form or heal")
  @APIResponse(responseCode = "409", ref = "MeshOff")
  public PlanResponse pause() {
    return planOf(MeshKeeping::pause);
  }

  @POST
  @Path("/resume")
  @RunOnVirtualThread
  @Operation(
      operationId = "resumeJoining",
      summary = "Form and heal again",
      description =
          "Ends a pause, and a suspension of heals that have not lasted: none of those before"
              + " counts from now on. A sweep begins at once.")
  @APIResponse(responseCode = "200", description = "Resumed")
  @APIResponse(responseCode = "409", ref = "MeshOff")
  public PlanResponse resume() {
    return planOf(MeshKeeping::resume);
  }

  private PlanResponse planOf(Function<MeshKeeping, Keeping> command) {
    MeshSnapshot mesh = watched.now(); // where it is not watched, nothing is commanded
    return PlanResponse.of(command.apply(keeping), mesh.mode());
  }
}
