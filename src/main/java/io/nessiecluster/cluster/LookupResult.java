package io.nessiecluster.cluster;

import java.time.Duration;

/**
 * One lookup of a round.
 *
 * @param query the name that was asked for, as configured
 * @param type the record type that was asked for
 * @param outcome what it came to
 * @param duration how long it took
 */
public record LookupResult(
    String query, RecordType type, LookupOutcome outcome, Duration duration) {}
