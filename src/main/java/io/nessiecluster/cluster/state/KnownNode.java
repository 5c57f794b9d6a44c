package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of one node other than this one.
 *
 * @param name the node
 * @param address where it was met, or is looked for, when its name does not tell; empty when it
 *     does
 * @param since when it came into its present {@link #state()}
 * @param discoveredBy the queries whose answers name it now; empty for a node that dialled us, or
 *     that has vanished
 * @param vanishedAt since when the DNS no longer names it
 * @param connection how it is connected; empty when it is not
 * @param trouble the last dial in vain or lost connection; kept after a recovery, for the reader
 * @param failures dials in vain and losses since it was last connected
 * @param failuresOfCause how often in a row the last cause of failure was seen
 */
public record KnownNode(
    NodeName name,
    Optional<String> address,
    Instant since,
    Set<String> discoveredBy,
    Optional<Instant> vanishedAt,
    Optional<NodeConnection> connection,
    Optional<Trouble> trouble,
    int failures,
    int failuresOfCause) {

  /**
   * What went wrong last.
   *
   * @param cause the code of a {@link ConnectCause} or {@link LossCause}
   */
  public record Trouble(Instant at, String cause, String detail, Optional<String> hint) {}

  public KnownNode {
    discoveredBy = Set.copyOf(discoveredBy);
  }

  static KnownNode unknown(NodeName name, Instant at) {
    return new KnownNode(
        name,
        Optional.empty(),
        at,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        0,
        0);
  }

  /** The state that follows from the rest. */
  public NodeState state() {
    return new NodeLifecycle(vanishedAt.isPresent(), connection.isPresent(), failures > 0).state();
  }

  /** Whether it is connected; a vanished node may be. */
  public boolean isConnected() {
    return connection.isPresent();
  }

  /** The same by another name: where it is looked for stays. */
  KnownNode named(NodeName other) {
    return placed(other, address.or(name::host));
  }

  /** The same at an address, if one is known. */
  KnownNode at(Optional<String> other) {
    return other.isEmpty() ? this : placed(name, other);
  }

  KnownNode discoveredBy(Set<String> queries, Instant at) {
    return inDns(queries, Optional.empty()).after(this, at);
  }

  KnownNode vanished(Instant at) {
    return inDns(Set.of(), Optional.of(at)).after(this, at);
  }

  KnownNode connected(NodeConnection by, Instant at) {
    return linked(Optional.of(by), trouble, 0, 0).after(this, at);
  }

  KnownNode failed(NodeConnectError error, Instant at) {
    Trouble now =
        new Trouble(at, error.cause().code(), error.detail(), Optional.of(error.cause().hint()));
    boolean sameCause =
        failuresOfCause > 0 && trouble.map(Trouble::cause).equals(Optional.of(now.cause()));
    return linked(
            Optional.empty(), Optional.of(now), failures + 1, sameCause ? failuresOfCause + 1 : 1)
        .after(this, at);
  }

  KnownNode lost(LossCause cause, String detail, Optional<String> hint, Instant at) {
    Trouble now = new Trouble(at, cause.code(), detail, hint);
    return linked(Optional.empty(), Optional.of(now), failures + 1, 0).after(this, at);
  }

  private KnownNode after(KnownNode before, Instant at) {
    return before.state() == state()
        ? this
        : new KnownNode(
            name,
            address,
            at,
            discoveredBy,
            vanishedAt,
            connection,
            trouble,
            failures,
            failuresOfCause);
  }

  private KnownNode placed(NodeName newName, Optional<String> newAddress) {
    return new KnownNode(
        newName,
        newAddress,
        since,
        discoveredBy,
        vanishedAt,
        connection,
        trouble,
        failures,
        failuresOfCause);
  }

  private KnownNode inDns(Set<String> queries, Optional<Instant> gone) {
    return new KnownNode(
        name, address, since, queries, gone, connection, trouble, failures, failuresOfCause);
  }

  private KnownNode linked(
      Optional<NodeConnection> by, Optional<Trouble> last, int inVain, int ofCause) {
    return new KnownNode(name, address, since, discoveredBy, vanishedAt, by, last, inVain, ofCause);
  }
}
