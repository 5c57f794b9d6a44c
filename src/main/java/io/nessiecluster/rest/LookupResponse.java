package io.nessiecluster.rest;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One lookup of a round.
 *
 * @param query the name that was asked for
 * @param type the record type
 * @param outcome {@code answer}, {@code partial}, {@code no_data}, {@code nxdomain}, {@code
 *     servfail}, {@code refused}, {@code timeout}, {@code network_error} or {@code truncated}
 * @param addresses how many addresses the answer held
 * @param ttlSeconds the least time to live among its records, in s; absent without an answer
 * @param durationMillis how long the lookup took, in ms
 * @param cause the outcome as a cause, such as {@code dns_servfail}; absent with an answer and with
 *     {@code no_data}
 * @param detail what was seen; absent likewise
 * @param hint what to do about it; absent likewise
 */
@Schema(description = "One lookup of a round")
public record LookupResponse(
    @Schema(examples = "app.prod.svc.cluster.local.") String query,
    @Schema(examples = "A") String type,
    @Schema(examples = "answer") String outcome,
    @Schema(examples = "3") int addresses,
    @Schema(examples = "5") @Nullable Long ttlSeconds,
    @Schema(examples = "2") long durationMillis,
    @Nullable String cause,
    @Nullable String detail,
    @Nullable String hint) {

  static LookupResponse of(LookupResult lookup) {
    LookupOutcome outcome = lookup.outcome();
    return switch (outcome) {
      case LookupOutcome.Answer(var _, var ttl) -> of(lookup, ttl, null);
      case LookupOutcome.PartialAnswer(var _, var ttl, var missing) -> of(lookup, ttl, missing);
      // normal for one of several record types: nothing to mend
      case LookupOutcome.NoAnswer none when none.reason() == LookupOutcome.Reason.NO_DATA ->
          of(lookup, null, null);
      case LookupOutcome.NoAnswer none -> of(lookup, null, none);
    };
  }

  private static LookupResponse of(
      LookupResult lookup, @Nullable Duration ttl, LookupOutcome.@Nullable NoAnswer why) {
    return new LookupResponse(
        lookup.query(),
        lookup.type().name(),
        lookup.outcome().code(),
        lookup.outcome().addresses().size(),
        ttl == null ? null : ttl.toSeconds(),
        lookup.duration().toMillis(),
        why == null ? null : why.reason().causeCode(),
        why == null ? null : why.detail(),
        why == null ? null : why.reason().hint());
  }
}
