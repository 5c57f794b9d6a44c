package io.nessiecluster.rest;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.LossPattern;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A node whose connections are lost again and again.
 *
 * @param node its name
 * @param cause what the losses have in common: {@code duplicate_own_name}, {@code lost_at_once} or
 *     {@code lost_at_one_age}
 * @param losses how many in a row
 * @param ageMillis how old the connections were when they were lost, on average, in ms
 * @param detail what was seen
 * @param hint what to do about it
 */
@RegisterForReflection
@Schema(description = "A node whose connections are lost again and again, connected now or not")
public record FlappingResponse(
    @Schema(examples = "app@10.0.0.3") String node,
    @Schema(
            examples = "lost_at_one_age",
            enumeration = {"duplicate_own_name", "lost_at_once", "lost_at_one_age"})
        String cause,
    @Schema(examples = "5") int losses,
    @Schema(examples = "8000") long ageMillis,
    String detail,
    String hint) {

  static FlappingResponse of(NodeName node, LossPattern pattern) {
    return new FlappingResponse(
        node.text(),
        pattern.cause().code(),
        pattern.losses(),
        pattern.age().toMillis(),
        pattern.detail(),
        pattern.cause().hint());
  }
}
