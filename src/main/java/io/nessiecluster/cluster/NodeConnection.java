package io.nessiecluster.cluster;

/**
 * How a node is connected.
 *
 * @param direction which side dialled
 * @param hidden whether the peer is a hidden node
 */
public record NodeConnection(Direction direction, boolean hidden) {

  /** Which side dialled. */
  public enum Direction {
    /** This service. */
    OUTBOUND,
    /** The peer. */
    INBOUND
  }
}
