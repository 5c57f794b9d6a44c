package io.nessiecluster.cluster;

/**
 * Is told by the distribution layer when a connection comes up or is lost. For one node the calls
 * alternate: the loss of a connection comes before its replacement. Called from any thread, when
 * {@link Resolver.ListNodes} shows the change already; that thread may be the one that then tells
 * the events to the application's listener.
 */
public interface ConnectionListener {

  /** A connection to {@code node} is up. */
  void connectionUp(NodeName node, NodeConnection connection);

  /**
   * The connection to {@code node} is gone.
   *
   * @param detail one line for an operator
   */
  void connectionLost(NodeName node, LossCause cause, String detail);
}
