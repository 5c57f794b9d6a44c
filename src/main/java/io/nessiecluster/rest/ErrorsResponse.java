package io.nessiecluster.rest;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What failed in the last round.
 *
 * @param errors the nodes that were dialled in vain
 * @param dns the lookups that failed, and those of names that do not exist
 * @param round the number of that round; absent before the first
 * @param startedAt when it began; absent before the first
 */
@Schema(description = "What failed in the last round")
public record ErrorsResponse(
    List<NodeErrorResponse> errors,
    List<LookupResponse> dns,
    @Nullable Long round,
    @Nullable Instant startedAt) {

  static final ErrorsResponse BEFORE_THE_FIRST_ROUND =
      new ErrorsResponse(List.of(), List.of(), null, null);

  static ErrorsResponse of(DiscoveryRound round) {
    return new ErrorsResponse(
        round.errors().stream().map(NodeErrorResponse::of).toList(),
        round.lookups().stream()
            .filter(ErrorsResponse::isOfInterest)
            .map(LookupResponse::of)
            .toList(),
        round.number(),
        round.startedAt());
  }

  /** NODATA for one of several record types is normal; a name that does not exist is not. */
  private static boolean isOfInterest(LookupResult lookup) {
    return lookup.outcome().isFailure()
        || (lookup.outcome() instanceof LookupOutcome.NoAnswer none
            && none.reason() != LookupOutcome.Reason.NO_DATA);
  }
}
