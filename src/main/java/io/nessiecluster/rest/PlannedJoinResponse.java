package io.nessiecluster.rest;

import io.nessiecluster.base.Printable;
import io.nessiecluster.mesh.plan.Join;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A join that may be made.
 *
 * @param from who is asked to connect: the newcomer, or one of the smaller island
 * @param to with whom: one of the larger island
 * @param kind {@code newcomer}, {@code island} or {@code link}
 * @param connects how many connects it takes: one, where {@code global} closes the mesh
 * @param names the first that are registered with {@code global} on both sides; absent when none is
 */
@RegisterForReflection
@Schema(name = "PlannedJoin", description = "A join that may be made")
public record PlannedJoinResponse(
    @Schema(examples = "app@10.0.0.5") String from,
    @Schema(examples = "app@10.0.0.2") String to,
    @Schema(
            examples = "newcomer",
            enumeration = {"newcomer", "island", "link"})
        String kind,
    @Schema(examples = "1") int connects,
    @Schema(examples = "[\"scheduler\"]") @Nullable List<String> names) {

  private static final int NAMES = 20;

  static PlannedJoinResponse of(Join join) {
    return new PlannedJoinResponse(
        join.from().text(), join.to().text(), join.kind().code(), join.ways().size(), names(join));
  }

  /** Those that are listed; null where there is none. */
  static @Nullable List<String> names(Join join) {
    return join.names().isEmpty()
        ? null
        : join.names().stream().limit(NAMES).map(Printable::text).toList();
  }
}
