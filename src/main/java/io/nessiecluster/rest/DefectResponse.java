package io.nessiecluster.rest;

import io.nessiecluster.mesh.Defect;
import io.nessiecluster.mesh.Reach;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A link of two members that is not as it should be.
 *
 * @param from the one that lists the other, where one does; else the one whose way is blocked
 * @param kind {@code missing} or {@code one_sided}
 * @param since when it was first seen so
 * @param cause what {@code from} found on the way to {@code to}; absent until it has tried
 * @param detail where, and what was seen
 * @param hint what to do about it
 * @param back the same in the other direction; absent until {@code to} has tried
 */
@RegisterForReflection
@Schema(description = "A link of two members that is not as it should be")
public record DefectResponse(
    @Schema(examples = "app@10.0.0.2") String from,
    @Schema(examples = "app@10.0.0.4") String to,
    @Schema(
            examples = "missing",
            enumeration = {"missing", "one_sided"})
        String kind,
    Instant since,
    @Schema(examples = "connect_timeout") @Nullable String cause,
    @Schema(examples = "no answer from 10.0.0.4:4370 in 1 s") @Nullable String detail,
    @Nullable String hint,
    @Nullable WayResponse back) {

  static DefectResponse of(Defect defect) {
    return new DefectResponse(
        defect.from().text(),
        defect.to().text(),
        defect.kind().code(),
        defect.since(),
        defect.there().map(way -> way.cause().code()).orElse(null),
        defect.there().map(Reach::detail).orElse(null),
        defect.there().map(way -> way.cause().hint()).orElse(null),
        defect.back().map(WayResponse::of).orElse(null));
  }
}
