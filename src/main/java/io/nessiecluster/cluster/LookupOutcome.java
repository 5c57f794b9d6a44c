package io.nessiecluster.cluster;

import io.nessiecluster.base.Printable;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
   * A part of an answer. What it names is there; what it does not name is unknown, not gone.
   *
   * @param addresses canonical address texts in the order of the answer; may be empty
   * @param ttl the least time to live among the records that came
   * @param missing why the rest is not known: a failure
   */
  record PartialAnswer(List<String> addresses, Duration ttl, NoAnswer missing)
      implements LookupOutcome {
    public PartialAnswer {
      addresses = List.copyOf(addresses);
      if (!missing.reason().isFailure()) {
        throw new IllegalArgumentException(missing.reason() + " leaves nothing unknown");
      }
    }
  }

  /**
   * There is no answer.
   *
   * @param reason why
   * @param detail one line for an operator: what was seen, and from which server where known; what
   *     does not show of it is escaped
   */
  record NoAnswer(Reason reason, String detail) implements LookupOutcome {
    public NoAnswer {
      detail = Printable.text(detail);
    }

    NoAnswer withMoreDetail(String more) {
      return new NoAnswer(reason, detail + more);
    }
  }

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
        true,
        "the DNS server cannot be reached or sends no good DNS: is there no CoreDNS pod behind the"
            + " Service's address? Otherwise check dns.servers"),
    /** The answer was cut short even over TCP (RFC 1035, section 4.1.1, TC). */
    TRUNCATED(
        true,
        "the DNS server leaves records out: are there more addresses than an answer can hold, or"
            + " does a proxy in between cut it?");

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

  /**
   * Whether something was not learnt about the name: such a lookup says of no node that it is gone.
   */
  default boolean isFailure() {
    return failure().isPresent();
  }

  /** Why something was not learnt; empty when all was, the absence of the name included. */
  default Optional<NoAnswer> failure() {
    return switch (this) {
      case Answer answer -> Optional.empty();
      case PartialAnswer part -> Optional.of(part.missing());
      case NoAnswer none -> none.reason().isFailure() ? Optional.of(none) : Optional.empty();
    };
  }

  /** The stable name of the outcome in JSON, logs and metrics, such as {@code answer}. */
  default String code() {
    return switch (this) {
      case Answer answer -> "answer";
      case PartialAnswer part -> "partial";
      case NoAnswer none -> none.reason().code();
    };
  }

  /** The addresses of an answer; empty without one. */
  default List<String> addresses() {
    return switch (this) {
      case Answer answer -> answer.addresses();
      case PartialAnswer part -> part.addresses();
      case NoAnswer none -> List.of();
    };
  }
}
