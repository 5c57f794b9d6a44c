package io.nessiecluster.cluster;

/**
 * The own node.
 *
 * @param name its name
 * @param alive whether it takes part in the distribution; without a cookie it does not
 * @param hidden whether peers list it as hidden
 * @param port the port that peers reach it at; 0 when it is not alive
 */
public record OwnNode(NodeName name, boolean alive, boolean hidden, int port) {

  /** Tells the present state of the own node. Never blocks. */
  @FunctionalInterface
  public interface Source {
    /** The own node, now. */
    OwnNode ownNode();
  }
}
