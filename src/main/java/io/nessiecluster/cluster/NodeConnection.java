package io.nessiecluster.cluster;

import java.util.Optional;

/**
 * How a node is connected.
 *
 * @param direction which side dialled
 * @param hidden whether the peer is a hidden node
 * @param displaces whether the peer gave up another connection of our name for this one
 * @param address where the peer is, in the one text of {@link AddressText}; empty when not known
 * @param creation the peer's incarnation, unsigned; 0 when not known
 */
public record NodeConnection(
    Direction direction,
    boolean hidden,
    boolean displaces,
    Optional<String> address,
    long creation) {

  /** A connection that displaces none. */
  public NodeConnection(Direction direction, boolean hidden) {
    this(direction, hidden, false, Optional.empty(), 0);
  }

  /** A connection to a peer at some address. */
  public NodeConnection(Direction direction, boolean hidden, boolean displaces) {
    this(direction, hidden, displaces, Optional.empty(), 0);
  }

  /** Which side dialled. */
  public enum Direction {
    /** This service. */
    OUTBOUND,
    /** The peer. */
    INBOUND
  }
}
