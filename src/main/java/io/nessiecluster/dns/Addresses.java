package io.nessiecluster.dns;

import io.nessiecluster.cluster.AddressText;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.xbill.DNS.Record;

/** Collects the addresses of an answer: each once, in order, with the least time to live. */
final class Addresses {

  private final LinkedHashSet<String> texts = new LinkedHashSet<>();
  private long ttlSeconds;

  /**
   * Nothing yet.
   *
   * @param ttlSeconds the least time to live of what led here
   */
  Addresses(long ttlSeconds) {
    this.ttlSeconds = ttlSeconds;
  }

  /** Adds A and AAAA records. */
  void add(List<Record> records, long leastTtlSeconds) {
    for (Record address : records) {
      // by its bytes: InetAddress would turn an IPv4-mapped AAAA into an IPv4 address
      texts.add(AddressText.of(address.rdataToWireCanonical()));
    }
    ttlSeconds = Math.min(ttlSeconds, leastTtlSeconds);
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  Answer toAnswer() {
    return new Answer(List.copyOf(texts), Duration.ofSeconds(ttlSeconds));
  }
}
