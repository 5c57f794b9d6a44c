package io.nessiecluster.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What one DNS lookup came to. A failure is never an empty answer. */
public sealed interface LookupOutcome {

  /**
   * The name has records of the type.
   *
   * @param addresses canonical address texts ({@link AddressText}) in the order of the answer
   * @param ttl the least time to live among the records of the answer
   */
  record Answer(List<String> addresses, Duration ttl) implements LookupOutcome {
    public Answer {
      addresses = List.copyOf(addresses);
    }
  }

  /**
   * There is no answer.
   *
   * @param reason why
   * @param detail one line for an operator: what was seen, and from which server where known
   */
  record NoAnswer(Reason reason, String detail) implements LookupOutcome {}

  /** Why a lookup has no answer. */
  enum Reason {
    /** The name exists without records of this type (RFC 2308, section 2.2). */
    NO_DATA(false, "the name has no record of this type"),
    /**
     * The name does not exist (RFC 2308, section 2.1): also a headless Service without endpoints.
     */
    NXDOMAIN(
        false,
        "check the name for a typing error; a headless Service without endpoints answers this too,"
            + " unless it sets publishNotReadyAddresses: true"),
    /** The server could not answer (RFC 1035, RCODE 2): also CoreDNS before it has synced. */
    SERVFAIL(true, "the DNS server has trouble of its own: look at the CoreDNS pods and their log"),
    /** The server would not answer (RFC 1035, RCODE 5), or gave an error code of another kind. */
    REFUSED(true, "the DNS server does not serve this client or zone: check dns.servers"),
    /** No server answered in time. */
    TIMEOUT(
        true,
        "no DNS server answered within dns.timeout: does a NetworkPolicy allow port 53, UDP and"
            + " TCP?"),
    /** No server could be reached, or what came back was no DNS message. */
    NETWORK_ERROR(
        true, "the DNS server cannot be reached or does not speak DNS: check dns.servers");

    private final boolean failure;
    private final String hint;

    Reason(boolean failure, String hint) {
      this.failure = failure;
      this.hint = hint;
    }

    /** Whether nothing was learnt about the name; otherwise its absence was learnt. */
    public boolean isFailure() {
      return failure;
    }

    /** The stable name of the outcome in JSON, logs and metrics, such as {@code servfail}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The same as a cause beside those of nodes, such as {@code dns_servfail}. */
    public String causeCode() {
      return "dns_" + code();
    }

    /** One line that an operator can act on. */
    public String hint() {
      return hint;
    }
  }

  /** Whether nothing was learnt about the name: such a lookup says nothing about any node. */
  default boolean isFailure() {
    return switch (this) {
      case Answer answer -> false;
      case NoAnswer none -> none.reason().isFailure();
    };
  }

  /** The stable name of the outcome in JSON, logs and metrics, such as {@code answer}. */
  default String code() {
    return switch (this) {
      case Answer answer -> "answer";
      case NoAnswer none -> none.reason().code();
    };
  }

  /** The addresses of an answer; empty without one. */
  default List<String> addresses() {
    return switch (this) {
      case Answer answer -> answer.addresses();
      case NoAnswer none -> List.of();
    };
  }
}
