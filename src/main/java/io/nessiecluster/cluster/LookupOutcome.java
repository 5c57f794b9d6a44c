package io.nessiecluster.cluster;

import java.time.Duration;
import java.util.List;

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
    NO_DATA(false),
    /**
     * The name does not exist (RFC 2308, section 2.1): also a headless Service without endpoints.
     */
    NXDOMAIN(false),
    /** The server could not answer (RFC 1035, RCODE 2): also CoreDNS before it has synced. */
    SERVFAIL(true),
    /** The server would not answer (RFC 1035, RCODE 5), or gave an error code of another kind. */
    REFUSED(true),
    /** No server answered in time. */
    TIMEOUT(true),
    /** No server could be reached, or what came back was no DNS message. */
    NETWORK_ERROR(true);

    private final boolean failure;

    Reason(boolean failure) {
      this.failure = failure;
    }

    /** Whether nothing was learnt about the name; otherwise its absence was learnt. */
    public boolean isFailure() {
      return failure;
    }
  }

  /** Whether nothing was learnt about the name: such a lookup says nothing about any node. */
  default boolean isFailure() {
    return switch (this) {
      case Answer answer -> false;
      case NoAnswer none -> none.reason().isFailure();
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
