package io.nessiecluster.rest;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A round of the history, in short: a hundred rounds of a thousand nodes would be megabytes.
 *
 * @param round its number since the start of the process
 * @param startedAt when it began
 * @param durationMillis how long it took, in ms
 * @param nodes how many nodes were connected at its end, the own one included
 * @param errors how many nodes were dialled in vain, by cause
 * @param dns how many lookups came to what
 */
@Schema(name = "RoundSummary", description = "A round of the history, in short")
public record RoundResponse(
    @Schema(examples = "42") long round,
    Instant startedAt,
    @Schema(examples = "12") long durationMillis,
    @Schema(examples = "3") int nodes,
    @Schema(examples = "{\"connection_refused\": 2, \"cookie_mismatch\": 1}")
        Map<String, Long> errors,
    @Schema(examples = "{\"answer\": 1, \"no_data\": 1}") Map<String, Long> dns) {

  static RoundResponse of(DiscoveryRound round) {
    return new RoundResponse(
        round.number(),
        round.startedAt(),
        round.duration().toMillis(),
        round.nodes().size(),
        round.errors().stream()
            .map(error -> error.cause())
            .collect(
                Collectors.groupingBy(ConnectCause::code, TreeMap::new, Collectors.counting())),
        round.lookups().stream()
            .collect(
                Collectors.groupingBy(
                    lookup -> lookup.outcome().code(), TreeMap::new, Collectors.counting())));
  }
}
