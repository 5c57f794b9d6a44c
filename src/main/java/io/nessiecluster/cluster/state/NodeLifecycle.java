package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;

/**
 * What its events make of a node: discovered, connected, lost or failing, vanished, and back again.
 * Pure: whoever follows the events from the first one arrives at the same {@link #state()}.
 *
 * @param vanished whether the DNS has ceased to name it
 * @param connected whether it is connected; a vanished node may be
 * @param troubled whether a dial failed or a connection was lost since it was last connected
 */
public record NodeLifecycle(boolean vanished, boolean connected, boolean troubled) {

  /** Before the first event. */
  public static final NodeLifecycle UNKNOWN = new NodeLifecycle(false, false, false);

  /** What it is after one more event. */
  public NodeLifecycle after(ClusterEvent.NodeEvent event) {
    return switch (event) {
      case ClusterEvent.NodeDiscovered e -> new NodeLifecycle(false, connected, troubled);
      case ClusterEvent.NodeNamed e -> this; // the target's, which is taken over with it
      case ClusterEvent.NodeConnected e -> new NodeLifecycle(vanished, true, false);
      case ClusterEvent.NodeLost e -> new NodeLifecycle(vanished, false, true);
      case ClusterEvent.NodeFailing e -> new NodeLifecycle(vanished, false, true);
      case ClusterEvent.NodeVanished e -> new NodeLifecycle(true, connected, troubled);
    };
  }

  /** The same in one word. */
  public NodeState state() {
    if (vanished) {
      return NodeState.VANISHED;
    }
    if (connected) {
      return NodeState.CONNECTED;
    }
    return troubled ? NodeState.FAILING : NodeState.DISCOVERED;
  }
}
