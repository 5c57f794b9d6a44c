package io.nessiecluster.cluster;

import java.util.List;

/**
 * The own node.
 *
 * @param name its name
 * @param alive whether it takes part in the distribution; without a cookie it does not
 * @param hidden whether peers list it as hidden
 * @param port the port that peers reach it at; 0 when it is not alive
 * @param deadLoops what ought to run in it for ever and does not, by name: a node that has any is
 *     past mending
 */
public record OwnNode(
    NodeName name, boolean alive, boolean hidden, int port, List<String> deadLoops) {

  /** A node in which nothing is dead. */
  public OwnNode(NodeName name, boolean alive, boolean hidden, int port) {
    this(name, alive, hidden, port, List.of());
  }

  /** Tells the present state of the own node. Never blocks. */
  @FunctionalInterface
  public interface Source {
    /** The own node, now. */
    OwnNode ownNode();
  }
}
