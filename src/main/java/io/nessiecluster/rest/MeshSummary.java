package io.nessiecluster.rest;

import io.nessiecluster.mesh.MeshSnapshot;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The mesh in short.
 *
 * @param verdict what it is, in one word
 * @param since when the verdict became what it is
 * @param members how many nodes the DNS names that are not hidden
 * @param expected how many there are to be at least; absent = any number
 * @param islands how many islands they are
 * @param missingLinks how many pairs of them miss each other
 */
@RegisterForReflection
@Schema(description = "The mesh in short")
public record MeshSummary(
    @Schema(
            examples = "split",
            enumeration = {"whole", "forming", "partial", "split", "unknown", "alone"})
        String verdict,
    Instant since,
    @Schema(examples = "5") int members,
    @Schema(examples = "5") @Nullable Integer expected,
    @Schema(examples = "2") int islands,
    @Schema(examples = "6") int missingLinks) {

  static MeshSummary of(MeshSnapshot mesh) {
    return new MeshSummary(
        mesh.verdict().code(),
        mesh.since(),
        mesh.members().size(),
        mesh.expected() == 0 ? null : mesh.expected(),
        mesh.islands().size(),
        mesh.missingLinks());
  }
}
