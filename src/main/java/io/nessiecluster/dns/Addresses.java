package io.nessiecluster.dns;

import io.nessiecluster.cluster.AddressText;
import io.nessiecluster.cluster.LookupOutcome;
import io.nessiecluster.cluster.LookupOutcome.Answer;
import io.nessiecluster.cluster.LookupOutcome.NoAnswer;
import io.nessiecluster.cluster.LookupOutcome.PartialAnswer;
import io.nessiecluster.cluster.LookupOutcome.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Record;

/**
 * Collects the addresses of an answer: each once, in order, with the least time to live, and the
 * first reason for which they are not all.
 */
final class Addresses {

  private static final String BROADCAST = "255.255.255.255";

  private final String question;
  private final LinkedHashSet<String> texts = new LinkedHashSet<>();
  private final LinkedHashSet<String> useless = new LinkedHashSet<>();
  private long ttlSeconds;
  private @Nullable NoAnswer missing;

  /**
   * Nothing yet.
   *
   * @param question what was asked, as details say it
   * @param ttlSeconds the least time to live of what led here
   */
  Addresses(String question, long ttlSeconds) {
    this.question = question;
    this.ttlSeconds = ttlSeconds;
  }

  /** Adds A and AAAA records. */
  void add(List<Record> records, long leastTtlSeconds) {
    for (Record address : records) {
      // by its bytes: InetAddress would turn an IPv4-mapped AAAA into an IPv4 address
      byte[] bytes = address.rdataToWireCanonical();
      String text = AddressText.of(bytes);
      (isNobodys(bytes, text) ? useless : texts).add(text);
    }
    ttlSeconds = Math.min(ttlSeconds, leastTtlSeconds);
  }

  /** Adds that something is not known, and why: a failure. */
  void miss(NoAnswer why) {
    missing = missing == null ? why : missing;
  }

  /** What all of it comes to; empty when nothing was found and nothing is missing. */
  Optional<LookupOutcome> outcome() {
    if (!useless.isEmpty()) {
      String said = question + ": " + String.join(", ", useless) + " can be no node's address";
      miss(new NoAnswer(Reason.NETWORK_ERROR, said));
    }
    Duration ttl = Duration.ofSeconds(ttlSeconds);
    if (missing == null) {
      return texts.isEmpty() ? Optional.empty() : Optional.of(new Answer(List.copyOf(texts), ttl));
    }
    return Optional.of(
        texts.isEmpty() ? missing : new PartialAnswer(List.copyOf(texts), ttl, missing));
  }

  /** An address of nobody or of many at once: to dial 0.0.0.0 would be to dial oneself. */
  private static boolean isNobodys(byte[] bytes, String text) {
    try {
      InetAddress address = InetAddress.getByAddress(bytes);
      return address.isAnyLocalAddress() || address.isMulticastAddress() || text.equals(BROADCAST);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e); // of 4 or 16 bytes it is not thrown
    }
  }
}
