package io.nessiecluster.cluster.state;

import java.time.Instant;

/**
 * One aspect of the state, in the form of Kubernetes' conditions.
 *
 * @param reason why, in one word in camel case
 * @param message why, in one line
 * @param lastTransitionTime since when the status is what it is
 */
public record Condition(
    Type type, Status status, String reason, String message, Instant lastTransitionTime) {

  /** What a condition is about. */
  public enum Type {
    /** A round has completed. */
    DISCOVERED("Discovered"),
    /** No lookup of the last round failed, but of one address family beside the other's answer. */
    DNS_ANSWERING("DnsAnswering"),
    /** Every node that the DNS names is connected. */
    PEERS_CONNECTED("PeersConnected"),
    /** Each node that the DNS names is linked with each other one, as they say themselves. */
    MESH_WHOLE("MeshWhole"),
    /** No check above the links fails. */
    CHECKS_PASSING("ChecksPassing"),
    /** Whether this service joins what is to be joined. */
    HEALING("Healing"),
    /** Discovery has been stopped. */
    STOPPED("Stopped");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    /** The type as it is written. */
    public String text() {
      return text;
    }
  }

  /** Whether a condition holds. */
  public enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    /** The status as it is written. */
    public String text() {
      return text;
    }
  }
}
