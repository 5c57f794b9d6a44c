package io.nessiecluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All nodes that are known, and how each is. Every method is one change, told as events; who calls
 * must be the only one.
 */
final class NodeTable {

  private final Map<NodeName, KnownNode> nodes = new TreeMap<>();
  private final Set<NodeName> reported =
      new HashSet<>(); // their links come and go by linkUp, linkLost
  private final Consumer<ClusterEvent> events;

  NodeTable(Consumer<ClusterEvent> events) {
    this.events = events;
  }

  List<KnownNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /**
   * What the DNS names now.
   *
   * @param found each node with the queries that name it
   * @param unanswered the queries of which a lookup failed: they say nothing about any node
   */
  void discovered(Map<NodeName, Set<String>> found, Set<String> unanswered, Instant at) {
    found.forEach(
        (name, queries) -> {
          KnownNode before = nodes.getOrDefault(name, KnownNode.unknown(name, at));
          if (before.discoveredBy().isEmpty()) {
            events.accept(new ClusterEvent.NodeDiscovered(at, name, queries.iterator().next()));
          }
          Set<String> all = new HashSet<>(before.discoveredBy());
          all.retainAll(unanswered);
          all.addAll(queries);
          nodes.put(name, before.discoveredBy(all, at));
        });
    for (KnownNode before : List.copyOf(nodes.values())) {
      if (!found.containsKey(before.name()) && !before.discoveredBy().isEmpty()) {
        missing(before, unanswered, at);
      }
    }
  }

  private void missing(KnownNode before, Set<String> unanswered, Instant at) {
    Set<String> remaining = new HashSet<>(before.discoveredBy());
    remaining.retainAll(unanswered);
    if (!remaining.isEmpty()) {
      nodes.put(before.name(), before.discoveredBy(remaining, at));
      return;
    }
    nodes.put(before.name(), before.vanished(at));
    events.accept(new ClusterEvent.NodeVanished(at, before.name(), before.isConnected()));
  }

  void linkUp(NodeName name, NodeLink link, Instant at) {
    reported.add(name);
    connected(name, link, at);
  }

  void linkLost(NodeName name, LossCause cause, String detail, Instant at) {
    reported.remove(name);
    KnownNode before = nodes.get(name);
    if (before == null || !before.isConnected()) {
      return;
    }
    boolean strange = before.discoveredBy().isEmpty() && before.vanishedAt().isEmpty();
    if (strange) {
      nodes.remove(name);
    } else {
      nodes.put(name, before.lost(cause, detail, at));
    }
    events.accept(new ClusterEvent.NodeLost(at, name, cause, detail));
  }

  void connectFailed(NodeConnectError error, Instant at) {
    KnownNode before = nodes.get(error.node());
    if (before == null || before.isConnected()) {
      return; // connected meanwhile by the peer's own dial
    }
    KnownNode after = before.failed(error, at);
    nodes.put(error.node(), after);
    events.accept(new ClusterEvent.NodeFailing(at, error.node(), error, after.failuresOfCause()));
  }

  /**
   * Brings the table in line with the list of nodes, for resolvers that report no links.
   *
   * @param connected all connected nodes, without this one
   * @param dialled those that this side dialled just now
   */
  void reconcile(Set<NodeName> connected, Set<NodeName> dialled, Instant at) {
    for (NodeName name : connected) {
      KnownNode known = nodes.get(name);
      if (known == null || !known.isConnected()) {
        NodeLink.Direction direction =
            dialled.contains(name) ? NodeLink.Direction.OUTBOUND : NodeLink.Direction.INBOUND;
        connected(name, new NodeLink(direction, false), at);
      }
    }
    for (KnownNode known : List.copyOf(nodes.values())) {
      boolean gone = known.isConnected() && !connected.contains(known.name());
      if (gone && !reported.contains(known.name())) {
        linkLost(known.name(), LossCause.UNKNOWN, "no longer among the connected nodes", at);
      }
    }
  }

  /** Forgets those that have been gone for the grace period; returns those still connected. */
  List<NodeName> expire(Duration grace, Instant at) {
    List<NodeName> connected = new ArrayList<>();
    for (KnownNode known : List.copyOf(nodes.values())) {
      boolean expired =
          known.vanishedAt().map(since -> !since.plus(grace).isAfter(at)).orElse(false);
      if (expired && known.isConnected()) {
        connected.add(known.name());
      } else if (expired) {
        nodes.remove(known.name());
      }
    }
    return connected;
  }

  private void connected(NodeName name, NodeLink link, Instant at) {
    KnownNode before = nodes.getOrDefault(name, KnownNode.unknown(name, at));
    nodes.put(name, before.connected(link, at));
    if (!before.isConnected()) {
      events.accept(new ClusterEvent.NodeConnected(at, name, before.failures()));
    }
  }
}
