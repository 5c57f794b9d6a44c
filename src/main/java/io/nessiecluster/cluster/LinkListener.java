package io.nessiecluster.cluster;

/**
 * Is told by the distribution layer when a connection comes up or is lost, in that order for one
 * connection. Called from any thread; returns at once.
 */
public interface LinkListener {

  /** A connection to {@code node} is up. */
  void linkUp(NodeName node, NodeLink link);

  /**
   * The connection to {@code node} is gone.
   *
   * @param detail one line for an operator
   */
  void linkLost(NodeName node, LossCause cause, String detail);
}
