package io.nessiecluster.rest;

import io.nessiecluster.cluster.state.Condition;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One condition, as Kubernetes writes them.
 *
 * @param type what it is about
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason why, in one word
 * @param message why, in one line
 * @param lastTransitionTime since when the status is what it is
 */
@RegisterForReflection
@Schema(description = "One condition, as Kubernetes writes them")
public record ConditionResponse(
    @Schema(examples = "PeersConnected") String type,
    @Schema(examples = "True") String status,
    @Schema(examples = "AllConnected") String reason,
    @Schema(examples = "3 of 3 discovered nodes are connected") String message,
    Instant lastTransitionTime) {

  static ConditionResponse of(Condition condition) {
    return new ConditionResponse(
        condition.type().text(),
        condition.status().text(),
        condition.reason(),
        condition.message(),
        condition.lastTransitionTime());
  }
}
