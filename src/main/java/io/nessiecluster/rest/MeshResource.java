package io.nessiecluster.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.MeshSnapshot;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Who sees whom, as the nodes say themselves. Reads never wait for a sweep. */
@Tag(name = "Mesh")
@Path("/cluster/mesh")
@Produces(MediaType.APPLICATION_JSON)
public class MeshResource {

  /** All but the routes of {@link KeepingResource}, for which a GET is to be a wrong method. */
  private static final String NAME = "{name:(?!(?:join|pause|resume)$)[^/]+}";

  private final WatchedMesh watched;
  private final MeshKeeping keeping;
  private final LargeAnswers large;
  private final JsonCache<MeshSnapshot> whole;
  private final JsonCache<Planned> plan;

  /** All that the answer about the plan is made of. */
  private record Planned(Keeping keeping, MeshSettings.Mode mode) {}

  MeshResource(WatchedMesh watched, MeshKeeping keeping, LargeAnswers large, ObjectMapper mapper) {
    this.watched = watched;
    this.keeping = keeping;
    this.large = large;
    this.whole = new JsonCache<>(mapper, MeshResponse::of);
    this.plan = new JsonCache<>(mapper, now -> PlanResponse.of(now.keeping(), now.mode()));
  }

  @GET
  @RunOnVirtualThread
  @Operation(
      operationId = "getMesh",
      summary = "Who sees whom, and what is wrong between them",
      description =
          "Every member, and of links only those that are not as they should be: the members to"
              + " blame first, then the pairs with their cause.")
  @APIResponse(
      responseCode = "200",
      description = "The mesh as of the last sweep; the verdict is unknown before the first",
      content = @Content(schema = @Schema(implementation = MeshResponse.class)))
  @APIResponse(responseCode = "409", ref = "MeshOff")
  @APIResponse(responseCode = "503", ref = "TooManyAnswers")
  public Json mesh() throws InterruptedException {
    MeshSnapshot mesh = watched.now();
    large.admit();
    return whole.json(mesh);
  }

  @GET
  @Path("/health")
  @NonBlocking
  @Operation(
      operationId = "getMeshHealth",
      summary = "Whether the mesh is whole, for scripts",
      description = "A mesh of fewer than two members is well, too.")
  @APIResponse(
      responseCode = "200",
      description = "It is whole, or alone",
      content = @Content(schema = @Schema(implementation = MeshSummary.class)))
  @APIResponse(responseCode = "409", ref = "MeshOff")
  @APIResponse(
      responseCode = "503",
      description = "It is not, or that is not known; the problem has the verdict",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = MeshProblem.class)))
  public Response health() {
    MeshSnapshot mesh = watched.now();
    return mesh.verdict().isFine()
        ? Response.ok(MeshSummary.of(mesh)).build()
        : Response.status(MeshProblem.STATUS)
            .type(Problem.MEDIA_TYPE)
            .entity(MeshProblem.of(mesh))
            .build();
  }

  @GET
  @Path("/plan")
  @NonBlocking
  @Operation(
      operationId = "getMeshPlan",
      summary = "What is joined, what is not, and why",
      description =
          "In every mode: with mesh.mode=watch or advise it is what heal would do. POST"
              + " /cluster/mesh/join makes one of the joins by hand.")
  @APIResponse(
      responseCode = "200",
      description = "The plan of the last sweep; an empty one before the first",
      content = @Content(schema = @Schema(implementation = PlanResponse.class)))
  @APIResponse(responseCode = "409", ref = "MeshOff")
  public Json plan() {
    MeshSnapshot mesh = watched.now();
    return plan.json(new Planned(keeping.keeping(), mesh.mode()));
  }

  @GET
  @Path("/" + NAME)
  @NonBlocking
  @Operation(
      operationId = "getMember",
      summary = "One member: whom it sees, whom it misses and why, and who misses it",
      description = "As it has told in the last sweep.")
  @APIResponse(responseCode = "200", description = "Its row")
  @APIResponse(responseCode = "404", ref = "NotFound")
  @APIResponse(responseCode = "409", ref = "MeshOff")
  public MemberRowResponse member(
      @Parameter(description = "The whole name, basename@host") @RestPath String name) {
    MeshSnapshot mesh = watched.now();
    return MemberRowResponse.of(WatchedMesh.member(name, mesh), mesh);
  }
}
