package io.nessiecluster.rest;

import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupResult;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One lookup of a round.
 *
 * @param query the name that was asked for
 * @param type the record type
 * @param outcome {@code answer}, {@code no_data}, {@code nxdomain}, {@code servfail}, {@code
 *     refused}, {@code timeout} or {@code network_error}
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
    Long ttl = null;
    String cause = null;
    String detail = null;
    String hint = null;
    switch (outcome) {
      case LookupOutcome.Answer answer -> ttl = answer.ttl().toSeconds();
      case LookupOutcome.NoAnswer none when none.reason() == LookupOutcome.Reason.NO_DATA -> {
        // normal for one of several record types: nothing to mend
      }
      case LookupOutcome.NoAnswer none -> {
        cause = none.reason().causeCode();
        detail = none.detail();
        hint = none.reason().hint();
      }
    }
    return new LookupResponse(
        lookup.query(),
        lookup.type().name(),
        outcome.code(),
        outcome.addresses().size(),
        ttl,
        lookup.duration().toMillis(),
        cause,
        detail,
        hint);
  }
}
