package io.nessiecluster.rest;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.LossPattern;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What failed in the last round.
 *
 * @param errors the nodes that were dialled in vain, and those that flap though they are connected
 * @param dns the lookups that failed, and those of names that do not exist
 * @param flapping the nodes whose connections are lost again and again, connected at this moment or
 *     not
 * @param round the number of that round; absent before the first
 * @param startedAt when it began; absent before the first
 */
@Schema(description = "What failed in the last round")
public record ErrorsResponse(
    List<NodeErrorResponse> errors,
    List<LookupResponse> dns,
    List<FlappingResponse> flapping,
    @Nullable Long round,
    @Nullable Instant startedAt) {

  static final ErrorsResponse BEFORE_THE_FIRST_ROUND =
      new ErrorsResponse(List.of(), List.of(), List.of(), null, null);

  static ErrorsResponse of(DiscoveryRound round, Map<NodeName, LossPattern> flapping) {
    return new ErrorsResponse(
        Stream.concat(round.errors().stream(), connectedButFlapping(round, flapping))
            .map(NodeErrorResponse::of)
            .toList(),
        round.lookups().stream()
            .filter(ErrorsResponse::isOfInterest)
            .map(LookupResponse::of)
            .toList(),
        flapping.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> FlappingResponse.of(entry.getKey(), entry.getValue()))
            .toList(),
        round.number(),
        round.startedAt());
  }

  /** What is connected at this moment, and was lost again and again, is no healthy node. */
  private static Stream<NodeConnectError> connectedButFlapping(
      DiscoveryRound round, Map<NodeName, LossPattern> flapping) {
    Set<NodeName> listed =
        round.errors().stream().map(NodeConnectError::node).collect(Collectors.toSet());
    return flapping.entrySet().stream()
        .filter(entry -> !listed.contains(entry.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(e -> new NodeConnectError(e.getKey(), e.getValue().cause(), e.getValue().detail()));
  }

  /** NODATA for one of several record types is normal; a name that does not exist is not. */
  private static boolean isOfInterest(LookupResult lookup) {
    return lookup.outcome().isFailure()
        || (lookup.outcome() instanceof LookupOutcome.NoAnswer none
            && none.reason() != LookupOutcome.Reason.NO_DATA);
  }
}
