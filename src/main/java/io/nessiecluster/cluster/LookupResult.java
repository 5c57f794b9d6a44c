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
    String query, RecordType type, LookupOutcome outcome, Duration duration) {

  /** This one, with more in the detail of why something was not learnt. */
  public LookupResult withMoreDetail(String more) {
    LookupOutcome told =
        switch (outcome) {
          case LookupOutcome.Answer answer -> answer;
          case LookupOutcome.PartialAnswer(var addresses, var ttl, var missing) ->
              new LookupOutcome.PartialAnswer(addresses, ttl, missing.withMoreDetail(more));
          case LookupOutcome.NoAnswer none -> none.withMoreDetail(more);
        };
    return new LookupResult(query, type, told, duration);
  }
}
