package io.nessiecluster.rest;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.round.DiscoveryResult;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a round of discovery found.
 *
 * @param nodes this node and all that it is connected to, found by DNS or not
 * @param errors the nodes that were dialled in vain
 * @param dns every lookup of the round
 * @param round its number since the start of the process: of one that is not over yet nothing else
 *     is told; absent when none runs
 * @param startedAt when it began
 * @param durationMillis how long it took, in ms
 * @param hasRan whether a round has completed since the start
 */
@Schema(description = "What a round of discovery found")
public record DiscoveryResponse(
    @Schema(examples = "[\"app@10.0.0.1\", \"app@10.0.0.2\"]") List<String> nodes,
    List<NodeErrorResponse> errors,
    List<LookupResponse> dns,
    @Schema(examples = "42") @Nullable Long round,
    @Nullable Instant startedAt,
    @Schema(examples = "12") @Nullable Long durationMillis,
    boolean hasRan) {

  static DiscoveryResponse of(DiscoveryResult result, boolean hasRan) {
    return result
        .round()
        .map(DiscoveryResponse::of)
        .orElseGet(
            () ->
                new DiscoveryResponse(
                    names(result.nodes()),
                    List.of(),
                    List.of(),
                    result.underWay().isPresent() ? result.underWay().getAsLong() : null,
                    null,
                    null,
                    hasRan));
  }

  static DiscoveryResponse of(DiscoveryRound round) {
    return new DiscoveryResponse(
        names(round.nodes()),
        round.errors().stream().map(NodeErrorResponse::of).toList(),
        round.lookups().stream().map(LookupResponse::of).toList(),
        round.number(),
        round.startedAt(),
        round.duration().toMillis(),
        true);
  }

  private static List<String> names(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::text).toList();
  }
}
