package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The known nodes by name, and how many of them are what; counted with each change, so that
 * thousands of nodes are not counted anew for each of them. Who calls must be the only one.
 */
final class Nodes {

  private final Map<NodeName, KnownNode> nodes = new HashMap<>(); // asked for in each round
  private final Map<NodeName, KnownNode> byName = new TreeMap<>(); // the same, to be listed
  private final UnaryOperator<NodeName> nameOf;
  private int named;
  private int namedAndConnected;

  /**
   * No nodes.
   *
   * @param nameOf tells the name of the node at a target
   */
  Nodes(UnaryOperator<NodeName> nameOf) {
    this.nameOf = nameOf;
  }

  int size() {
    return nodes.size();
  }

  /** How many nodes the DNS names now. */
  int named() {
    return named;
  }

  /** How many of those are connected. */
  int namedAndConnected() {
    return namedAndConnected;
  }

  @Nullable KnownNode get(NodeName name) {
    return nodes.get(name);
  }

  /** The node, one of which nothing is known if need be. */
  KnownNode getOrUnknown(NodeName name, Instant at) {
    KnownNode known = nodes.get(name);
    return known == null ? KnownNode.unknown(name, at) : known;
  }

  boolean knows(NodeName name) {
    return nodes.containsKey(name);
  }

  boolean isNamed(NodeName name) {
    KnownNode node = nodes.get(name);
    return node != null && !node.discoveredBy().isEmpty();
  }

  /** All of them at this moment, by name. */
  List<KnownNode> all() {
    return List.copyOf(byName.values());
  }

  void put(KnownNode node) {
    byName.put(node.name(), node);
    count(nodes.put(node.name(), node), -1);
    count(node, 1);
  }

  @Nullable KnownNode remove(NodeName name) {
    byName.remove(name);
    KnownNode node = nodes.remove(name);
    count(node, -1);
    return node;
  }

  /** Those of the targets, in their order, that find no place when at most so many are known. */
  Set<NodeName> withoutPlace(Set<NodeName> targets, int most) {
    int places = most - nodes.size();
    if (targets.size() <= places) {
      return Set.of(); // the rule: there is a place for each, were none of them known
    }
    Set<NodeName> without = new LinkedHashSet<>();
    for (NodeName target : targets) {
      if (!nodes.containsKey(nameOf.apply(target)) && --places < 0) {
        without.add(target);
      }
    }
    return without;
  }

  private void count(@Nullable KnownNode node, int times) {
    if (node != null && !node.discoveredBy().isEmpty()) {
      named += times;
      namedAndConnected += node.isConnected() ? times : 0;
    }
  }
}
