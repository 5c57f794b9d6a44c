package io.nessiecluster.rest;

import io.nessiecluster.mesh.plan.Keeping;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A join that was made, or tried.
 *
 * @param at when it ended
 * @param from who was asked to connect
 * @param to with whom
 * @param kind {@code newcomer}, {@code island} or {@code link}
 * @param byHand whether somebody asked for it by {@code POST /cluster/mesh/join}
 * @param outcome {@code joined} or {@code failed}
 * @param detail what was seen
 * @param names the first that were registered with {@code global} on both sides: of each it has
 *     ended one of the two processes; absent when none was
 */
@RegisterForReflection
@Schema(name = "JoinAct", description = "A join that was made, or tried")
public record ActResponse(
    Instant at,
    @Schema(examples = "app@10.0.0.5") String from,
    @Schema(examples = "app@10.0.0.2") String to,
    @Schema(
            examples = "newcomer",
            enumeration = {"newcomer", "island", "link"})
        String kind,
    boolean byHand,
    @Schema(
            examples = "joined",
            enumeration = {"joined", "failed"})
        String outcome,
    @Schema(examples = "app@10.0.0.5 and app@10.0.0.2 are connected") String detail,
    @Schema(examples = "[\"scheduler\"]") @Nullable List<String> names) {

  static ActResponse of(Keeping.Act act) {
    return new ActResponse(
        act.at(),
        act.join().from().text(),
        act.join().to().text(),
        act.join().kind().code(),
        act.byHand(),
        act.outcome().code(),
        act.detail(),
        PlannedJoinResponse.names(act.join()));
  }
}
