package io.nessiecluster.mesh;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Why a member is not linked with another one: what it found when it tried the way there. */
public enum LinkCause {
  /** The other's EPMD cannot be reached: its host is not known, or refuses. */
  EPMD_UNREACHABLE(
      "let members reach port 4369 (or the one that is set) of each other; a NetworkPolicy or a"
          + " firewall may forbid it"),
  /** The other's EPMD did not answer in time, as behind a firewall that drops. */
  EPMD_TIMEOUT(
      "packets to the EPMD port are lost: look for a NetworkPolicy, a firewall or a dead host"),
  /** The other's EPMD does not know the name, or there is none. */
  NAME_NOT_REGISTERED("is the node up, under this basename, and does its EPMD run on its host?"),
  /** Nothing listens at the port that EPMD tells, or a firewall refuses. */
  CONNECTION_REFUSED(
      "open the ports of inet_dist_listen_min to _max between members; a firewall may refuse them"),
  /** The port that EPMD tells did not answer in time, as behind a firewall that drops. */
  CONNECT_TIMEOUT(
      "open the ports of inet_dist_listen_min to _max between members; a firewall drops them"),
  /** The way is free: nobody has dialled, or the two do not accept each other. */
  REACHABLE(
      "nothing is in the way: does anything connect the members (libcluster, dns_cluster), and"
          + " have they one cookie?"),
  /** It could not be asked, or gave no answer that says anything. */
  UNKNOWN("the member could not be asked; see its view");

  private final String hint;

  LinkCause(String hint) {
    this.hint = hint;
  }

  /** The stable name in JSON, the same word as of a connect that fails for that cause. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The cause of a code; empty when no cause has it. */
  public static Optional<LinkCause> of(String code) {
    return Arrays.stream(values()).filter(cause -> cause.code().equals(code)).findFirst();
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  /** Whether the way is closed: forming a link cannot succeed. */
  public boolean isBlocked() {
    return switch (this) {
      case EPMD_UNREACHABLE,
          EPMD_TIMEOUT,
          NAME_NOT_REGISTERED,
          CONNECTION_REFUSED,
          CONNECT_TIMEOUT ->
          true;
      case REACHABLE, UNKNOWN -> false;
    };
  }
}
