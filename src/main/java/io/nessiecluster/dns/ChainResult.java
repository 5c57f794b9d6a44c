package io.nessiecluster.dns;

import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Record;

/** What following one name to its records came to. */
sealed interface ChainResult {

  /**
   * The records of the name that stands at the end of the aliases.
   *
   * @param records at least one, all of the type that was asked for
   * @param ttlSeconds the least time to live of records and aliases
   * @param missing why these are only a part of the name's records
   * @param response the message that holds them
   */
  record Records(
      List<Record> records, long ttlSeconds, Optional<NoAnswer> missing, Response response)
      implements ChainResult {}

  /** No records, and why. */
  record Nothing(NoAnswer why) implements ChainResult {}
}
