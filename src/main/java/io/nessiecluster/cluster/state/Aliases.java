package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.NodeName;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which node was met at each target: it told its name there and proved the cookie. Where nodes are
 * called by their addresses none is ever met, and the target is the name. Who calls must be the
 * only one.
 */
final class Aliases {

  private final Map<NodeName, NodeName> nodes = new HashMap<>(); // by target
  private final Map<NodeName, Set<NodeName>> targets = new HashMap<>(); // by node

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /** The node that was met at the target. */
  Optional<NodeName> metAt(NodeName target) {
    return Optional.ofNullable(nodes.get(target));
  }

  /** What stands for the target: the node that was met there, else the target itself. */
  NodeName nameOf(NodeName target) {
    return nodes.getOrDefault(target, target);
  }

  /** Where the node was met, the last place last. */
  Set<NodeName> targetsOf(NodeName node) {
    return targets.getOrDefault(node, Set.of());
  }

  /** The node was met at the target, and whoever was there before is there no more. */
  void meet(NodeName node, NodeName target) {
    part(target);
    nodes.put(target, node);
    targets.computeIfAbsent(node, any -> new LinkedHashSet<>()).add(target);
  }

  /** Nobody is known at the target. */
  void part(NodeName target) {
    NodeName node = nodes.remove(target);
    if (node != null) {
      targets.computeIfPresent(
          node, (any, places) -> places.remove(target) && places.isEmpty() ? null : places);
    }
  }

  /** The node is known no more. */
  void forget(NodeName node) {
    Set<NodeName> places = targets.remove(node);
    if (places != null) {
      nodes.keySet().removeAll(places);
    }
  }
}
