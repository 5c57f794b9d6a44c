package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * All nodes that are known, and how each is. Every method is one change, told as events; who calls
 * must be the only one.
 */
final class NodeTable {

  private final NamedNodes named;
  private final Nodes nodes;
  private final Set<NodeName> reportedUp = new HashSet<>(); // connected, as connectionUp said
  private final Consumer<ClusterEvent> events;
  private final Losses losses;
  private final Set<NodeName> own = new HashSet<>(); // targets at which this node is
  private final boolean ownNames;

  /**
   * A table without nodes.
   *
   * @param ownNames whether nodes bear names of their own
   * @param nanoTime measures the grace of vanished nodes
   */
  NodeTable(boolean ownNames, Consumer<ClusterEvent> events, LongSupplier nanoTime) {
    this.ownNames = ownNames;
    this.events = events;
    this.losses = new Losses(nanoTime);
    this.named = new NamedNodes(ownNames, losses, events, nanoTime);
    this.nodes = named.nodes();
  }

  /** The nodes as they are now. */
  Nodes nodes() {
    return nodes;
  }

  /** Which of them the DNS names, and where. */
  NamedNodes named() {
    return named;
  }

  /** How many of those that the DNS names are lost again and again. */
  int namedAndFlapping() {
    return (int) losses.patterns().keySet().stream().filter(nodes::isNamed).count();
  }

  /** The nodes that are lost again and again, and what these losses have in common. */
  Map<NodeName, LossPattern> flapping() {
    return Map.copyOf(losses.patterns());
  }

  /** Of the targets of dials those that must wait, with the error that stands for the dial. */
  Map<NodeName, NodeConnectError> heldBack(List<NodeName> targets) {
    Map<NodeName, NodeConnectError> held = new LinkedHashMap<>();
    for (NodeName target : targets) {
      losses.heldBack(named.nameOf(target)).ifPresent(error -> held.put(target, error));
    }
    return held;
  }

  /** Connections that have lasted are sound again. */
  void settle() {
    losses.settle();
  }

  /**
   * The targets at which this node itself is, as far as dials have shown.
   *
   * @param found the targets that the DNS names
   * @param complete whether these are all that there is: this node is at no other target
   */
  Set<NodeName> own(Set<NodeName> found, boolean complete) {
    if (complete) {
      own.retainAll(found);
    }
    return Set.copyOf(own);
  }

  void connectionUp(NodeName name, NodeConnection connection, Instant at) {
    reportedUp.add(name);
    if (ownNames) {
      connection.address().ifPresent(address -> named.metAt(address, name, at));
    }
    connected(name, connection, at);
  }

  private void connected(NodeName name, NodeConnection connection, Instant at) {
    KnownNode before = nodes.getOrUnknown(name, at);
    losses.up(name, connection);
    KnownNode after = before.connected(connection, at);
    nodes.put(ownNames ? after.at(connection.address()) : after);
    if (!before.isConnected()) {
      events.accept(new ClusterEvent.NodeConnected(at, name, before.failures()));
    }
  }

  void connectionLost(NodeName name, LossCause cause, String detail, Instant at) {
    reportedUp.remove(name);
    KnownNode before = nodes.get(name);
    if (before == null || !before.isConnected()) {
      return;
    }
    LossCause told = losses.isTakenByOwnName(name, cause) ? LossCause.DUPLICATE_OWN_NAME : cause;
    Optional<LossPattern> pattern = losses.lost(name, cause);
    String seen = pattern.map(p -> detail + "; " + p.detail()).orElse(detail);
    Optional<String> hint = pattern.map(p -> p.cause().hint());
    boolean strange = before.discoveredBy().isEmpty() && before.vanishedAt().isEmpty();
    if (strange) {
      named.forget(name);
    } else {
      nodes.put(before.lost(told, seen, hint, at));
    }
    events.accept(new ClusterEvent.NodeLost(at, name, told, seen, hint));
  }

  /**
   * A target was dialled in vain.
   *
   * @return the error in the name of the node that was met there before, if it may be there still
   */
  NodeConnectError connectFailed(NodeConnectError error, Instant at) {
    NodeName target = error.node();
    KnownNode met = nodes.get(named.nameOf(target));
    if (met == null || met.isConnected()) {
      return error.of(named.nameOf(target)); // connected meanwhile by the peer's own dial
    }
    if (isSomebodyElse(error.cause())) {
      named.part(target, at);
    }
    NodeName name = named.nameOf(target);
    KnownNode before = nodes.get(name);
    if (before == null) {
      return error.of(name);
    }
    KnownNode after = before.failed(error, at);
    nodes.put(after);
    if (error.cause() == ConnectCause.OWN_NODE) {
      own.add(target);
      named.drop(target);
    }
    events.accept(new ClusterEvent.NodeFailing(at, name, error.of(name), after.failuresOfCause()));
    return error.of(name);
  }

  private static boolean isSomebodyElse(ConnectCause cause) {
    return cause == ConnectCause.FOREIGN_NAME
        || cause == ConnectCause.DUPLICATE_NAME
        || cause == ConnectCause.OWN_NODE;
  }

  /**
   * Brings the table in line with the list of nodes, for resolvers that report no connections.
   *
   * @param connected all connected nodes, without this one
   * @param dialled the targets that this side dialled just now
   */
  void reconcile(Set<NodeName> connected, Set<NodeName> dialled, Instant at) {
    Set<NodeName> outbound =
        ownNames
            ? dialled.stream().map(named::nameOf).collect(Collectors.toUnmodifiableSet())
            : dialled;
    for (NodeName name : connected) {
      KnownNode known = nodes.get(name);
      if (known == null || !known.isConnected()) {
        NodeConnection.Direction direction =
            outbound.contains(name)
                ? NodeConnection.Direction.OUTBOUND
                : NodeConnection.Direction.INBOUND;
        connected(name, new NodeConnection(direction, false), at);
      }
    }
    for (KnownNode known : nodes.all()) {
      boolean gone = known.isConnected() && !connected.contains(known.name());
      if (gone && !reportedUp.contains(known.name())) {
        connectionLost(known.name(), LossCause.UNKNOWN, "no longer among the connected nodes", at);
      }
    }
  }
}
