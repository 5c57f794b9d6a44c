package io.nessiecluster.cluster;

/**
 * How a node is connected.
 *
 * @param direction which side dialled
 * @param hidden whether the peer is a hidden node
 * @param displaces whether the peer gave up another connection of our name for this one
 */
public record NodeConnection(Direction direction, boolean hidden, boolean displaces) {

  /** A connection that displaces none. */
  public NodeConnection(Direction direction, boolean hidden) {
    this(direction, hidden, false);
  }

  /** Which side dialled. */
  public enum Direction {
    /** This service. */
    OUTBOUND,
    /** The peer. */
    INBOUND
  }
}
