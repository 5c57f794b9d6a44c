package io.nessiecluster.rest;

import io.nessiecluster.mesh.MeshSnapshot;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The problem of a mesh that is not whole (RFC 9457, with the members of {@link MeshSummary}).
 *
 * @param type {@code urn:nessie-cluster:problem:mesh-not-whole}
 * @param title the kind in a few words
 * @param status 503
 * @param detail what the mesh is, and where more is told
 * @param verdict as in the summary, and so are those that follow
 */
@RegisterForReflection
@Schema(description = "A mesh that is not whole, as in RFC 9457")
public record MeshProblem(
    @Schema(examples = "urn:nessie-cluster:problem:mesh-not-whole") URI type,
    @Schema(examples = "The mesh is not whole") String title,
    @Schema(examples = "503") int status,
    @Schema(
            examples =
                "the mesh is split: 5 members, 2 islands, 6 links missing; see /cluster/mesh")
        String detail,
    @Schema(
            examples = "split",
            enumeration = {"forming", "partial", "split", "unknown"})
        String verdict,
    Instant since,
    @Schema(examples = "5") int members,
    @Schema(examples = "5") @Nullable Integer expected,
    @Schema(examples = "2") int islands,
    @Schema(examples = "6") int missingLinks) {

  static final int STATUS = 503;

  static MeshProblem of(MeshSnapshot mesh) {
    MeshSummary summary = MeshSummary.of(mesh);
    return new MeshProblem(
        URI.create("urn:nessie-cluster:problem:mesh-not-whole"),
        "The mesh is not whole",
        STATUS,
        "the mesh is %s: %d members, %d islands, %d links missing; see /cluster/mesh"
            .formatted(
                summary.verdict(), summary.members(), summary.islands(), summary.missingLinks()),
        summary.verdict(),
        summary.since(),
        summary.members(),
        summary.expected(),
        summary.islands(),
        summary.missingLinks());
  }
}
