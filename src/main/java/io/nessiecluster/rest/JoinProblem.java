package io.nessiecluster.rest;

import io.nessiecluster.mesh.plan.JoinRefusedException;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.Rule;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The problem of two members that were not joined by hand (RFC 9457, with extension members).
 *
 * @param type {@code urn:nessie-cluster:problem:join-refused}, or {@code join-failed}
 * @param title the kind in a few words
 * @param status 409 when it was refused, 502 when it was tried in vain
 * @param detail what was found, or seen
 * @param from who was to be joined
 * @param to with whom
 * @param rule which forbids it; absent when none does, but it is not planned, or was tried
 * @param hint what to do about it
 */
@RegisterForReflection
@Schema(description = "Two members that were not joined, as in RFC 9457")
public record JoinProblem(
    @Schema(examples = "urn:nessie-cluster:problem:join-refused") URI type,
    @Schema(examples = "Join refused") String title,
    @Schema(examples = "409") int status,
    @Schema(
            examples =
                "from app@10.0.0.2 to app@10.0.0.5: connect_timeout: no answer from 10.0.0.5:4370"
                    + " in 1 s")
        String detail,
    @Schema(examples = "app@10.0.0.5") String from,
    @Schema(examples = "app@10.0.0.2") String to,
    @Schema(examples = "way_blocked") @Nullable String rule,
    @Schema(examples = "open the way that is named: until then a join would tear other links")
        String hint) {

  static final int REFUSED = 409;
  static final int FAILED = 502;

  private static final String NOT_PLANNED =
      "GET /cluster/mesh/plan lists the joins, and why others are refused";

  static JoinProblem of(JoinRequest request, JoinRefusedException refused) {
    return new JoinProblem(
        URI.create("urn:nessie-cluster:problem:join-refused"),
        "Join refused",
        REFUSED,
        refused.detail(),
        request.from(),
        request.to(),
        refused.rule().map(Rule::code).orElse(null),
        refused.rule().map(Rule::hint).orElse(NOT_PLANNED));
  }

  static JoinProblem of(Keeping.Act failed) {
    String from = failed.join().from().text();
    return new JoinProblem(
        URI.create("urn:nessie-cluster:problem:join-failed"),
        "Join failed",
        FAILED,
        failed.detail(),
        from,
        failed.join().to().text(),
        null,
        "GET /cluster/mesh/%s tells what is in the way, and its log may: have the two one cookie?"
            .formatted(from));
  }
}
