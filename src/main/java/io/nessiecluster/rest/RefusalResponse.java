package io.nessiecluster.rest;

import io.nessiecluster.mesh.plan.Refusal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A join that is not made.
 *
 * @param from who would be asked to connect
 * @param to with whom
 * @param kind {@code newcomer}, {@code island} or {@code link}
 * @param rule the first that forbids it
 * @param detail what was found, and where
 * @param hint what to do about it
 */
@RegisterForReflection
@Schema(name = "Refusal", description = "A join that is not made")
public record RefusalResponse(
    @Schema(examples = "app@10.0.0.5") String from,
    @Schema(examples = "app@10.0.0.2") String to,
    @Schema(
            examples = "island",
            enumeration = {"newcomer", "island", "link"})
        String kind,
    @Schema(
            examples = "way_blocked",
            enumeration = {
              "unknown_view",
              "form_only",
              "untold",
              "product",
              "mnesia",
              "name_clash",
              "way_blocked",
              "just_started",
              "rollout",
              "unstable",
              "way_unproven",
              "suspended",
              "too_often"
            })
        String rule,
    @Schema(
            examples =
                "from app@10.0.0.2 to app@10.0.0.5: connect_timeout: no answer from 10.0.0.5:4370"
                    + " in 1 s")
        String detail,
    @Schema(examples = "open the way that is named: until then a join would tear other links")
        String hint) {

  static RefusalResponse of(Refusal refusal) {
    return new RefusalResponse(
        refusal.from().text(),
        refusal.to().text(),
        refusal.kind().code(),
        refusal.rule().code(),
        refusal.detail(),
        refusal.rule().hint());
  }
}
