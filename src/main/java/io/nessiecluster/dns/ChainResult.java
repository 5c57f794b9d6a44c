package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import java.util.List;
import org.xbill.DNS.Record;

/** What following one name to its records came to. */
sealed interface ChainResult {

  /**
   * The records of the name that stands at the end of the aliases.
   *
   * @param records at least one, all of the type that was asked for
   * @param ttlSeconds the least time to live of records and aliases
   * @param additional what else the server sent along
   */
  record Records(List<Record> records, long ttlSeconds, List<Record> additional)
      implements ChainResult {}

  /** No records, and why. */
  record Nothing(NoAnswer why) implements ChainResult {}
}
