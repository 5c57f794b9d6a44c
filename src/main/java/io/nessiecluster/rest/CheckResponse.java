package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What was found about one thing above the links.
 *
 * @param id what was looked at
 * @param status what came of it
 * @param since when the status became what it is
 * @param evidence what was found, and where
 * @param nodes whom it concerns, by name, the first 100
 */
@RegisterForReflection
@Schema(description = "What was found about one thing above the links")
public record CheckResponse(
    @Schema(examples = "mnesia_whole") String id,
    @Schema(
            examples = "fail",
            enumeration = {"pass", "warn", "fail", "unknown", "skipped"})
        String status,
    Instant since,
    @Schema(
            examples =
                "mnesia of app@10.0.0.3 is missed by app@10.0.0.2 although connected; 3 of 3 members"
                    + " told")
        String evidence,
    @Schema(examples = "[\"app@10.0.0.2\", \"app@10.0.0.3\"]") List<String> nodes) {

  static CheckResponse of(Check check) {
    return new CheckResponse(
        check.id().code(),
        check.status().code(),
        check.since(),
        check.evidence(),
        check.nodes().stream().map(NodeName::text).toList());
  }
}
