package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All nodes that are known, and how each is. Every method is one change, told as events; who calls
 * must be the only one.
 */
final class NodeTable {

  private final Map<NodeName, KnownNode> nodes = new TreeMap<>();
  private final Namings namings = new Namings();
  private final Set<NodeName> reportedUp = new HashSet<>(); // connected, as connectionUp said
  private final Absences absences;
  private final Consumer<ClusterEvent> events;
  private final Losses losses;
  private final Set<NodeName> own = new HashSet<>(); // names by which the DNS names this node
  private int named;
  private int namedAndConnected;

  /**
   * A table without nodes.
   *
   * @param nanoTime measures the grace of vanished nodes
   */
  NodeTable(Consumer<ClusterEvent> events, LongSupplier nanoTime) {
    this.events = events;
    this.absences = new Absences(nanoTime);
    this.losses = new Losses(nanoTime);
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

  /** How many of them are lost again and again. */
  int namedAndFlapping() {
    int flapping = 0;
    for (NodeName name : losses.patterns().keySet()) {
      KnownNode node = nodes.get(name);
      flapping += node != null && !node.discoveredBy().isEmpty() ? 1 : 0;
    }
    return flapping;
  }

  /** The nodes that are lost again and again, and what these losses have in common. */
  Map<NodeName, LossPattern> flapping() {
    return Map.copyOf(losses.patterns());
  }

  /** Of the targets of dials those that must wait, with the error that stands for the dial. */
  Map<NodeName, NodeConnectError> heldBack(List<NodeName> targets) {
    Map<NodeName, NodeConnectError> held = new LinkedHashMap<>();
    for (NodeName target : targets) {
      losses.heldBack(target).ifPresent(error -> held.put(target, error));
    }
    return held;
  }

  /** Connections that have lasted are sound again. */
  void settle() {
    losses.settle();
  }

  /**
   * Those of the names that are not this node, as far as dials have shown.
   *
   * @param complete whether the DNS names all that there is: others are this node no more
   */
  Set<NodeName> withoutOwn(Set<NodeName> names, boolean complete) {
    if (complete) {
      own.retainAll(names);
    }
    Set<NodeName> others = new LinkedHashSet<>(names);
    others.removeAll(own);
    return others;
  }

  boolean knows(NodeName name) {
    return nodes.containsKey(name);
  }

  List<KnownNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** The nodes that the DNS names now, as far as it is known. */
  List<NodeName> namedNodes() {
    return nodes.values().stream()
        .filter(node -> !node.discoveredBy().isEmpty())
        .map(KnownNode::name)
        .toList();
  }

  /**
   * What the DNS names now.
   *
   * @param found each node with the questions whose answers name it
   * @param settled the questions with complete answers: no other says of a node that it is gone
   */
  void discovered(Map<NodeName, Set<Question>> found, Set<Question> settled, Instant at) {
    absences.observe(settled);
    found.forEach(
        (name, questions) -> {
          KnownNode known = nodes.get(name);
          KnownNode before = known == null ? KnownNode.unknown(name, at) : known;
          Set<Question> all = namings.joined(questions, before, settled);
          if (before.discoveredBy().isEmpty()) {
            String query = questions.iterator().next().query();
            events.accept(new ClusterEvent.NodeDiscovered(at, name, query));
          }
          named(before, all, at);
        });
    for (KnownNode before : nodes()) {
      if (!found.containsKey(before.name()) && !before.discoveredBy().isEmpty()) {
        missing(before, settled, at);
      }
    }
  }

  private void missing(KnownNode before, Set<Question> settled, Instant at) {
    Set<Question> remaining = namings.unsettled(before, settled);
    if (remaining.isEmpty()) {
      put(before.vanished(at));
      absences.begin(before.name(), namings.of(before.name()));
      events.accept(new ClusterEvent.NodeVanished(at, before.name(), before.isConnected()));
    } else {
      named(before, remaining, at);
    }
  }

  private void named(KnownNode before, Set<Question> by, Instant at) {
    if (!before.discoveredBy().isEmpty() && by.equals(namings.of(before.name()))) {
      return; // named as before
    }
    namings.put(before.name(), by);
    absences.end(before.name());
    Set<String> queries = by.stream().map(Question::query).collect(Collectors.toSet());
    put(before.discoveredBy(queries, at));
  }

  void connectionUp(NodeName name, NodeConnection connection, Instant at) {
    reportedUp.add(name);
    connected(name, connection, at);
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
      remove(name);
    } else {
      put(before.lost(told, seen, hint, at));
    }
    events.accept(new ClusterEvent.NodeLost(at, name, told, seen, hint));
  }

  void connectFailed(NodeConnectError error, Instant at) {
    KnownNode before = nodes.get(error.node());
    if (before == null || before.isConnected()) {
      return; // connected meanwhile by the peer's own dial
    }
    KnownNode after = before.failed(error, at);
    put(after);
    if (error.cause() == ConnectCause.OWN_NODE) {
      own.add(error.node());
      remove(error.node());
      namings.forget(error.node());
    }
    events.accept(new ClusterEvent.NodeFailing(at, error.node(), error, after.failuresOfCause()));
  }

  /**
   * Brings the table in line with the list of nodes, for resolvers that report no connections.
   *
   * @param connected all connected nodes, without this one
   * @param dialled those that this side dialled just now
   */
  void reconcile(Set<NodeName> connected, Set<NodeName> dialled, Instant at) {
    for (NodeName name : connected) {
      KnownNode known = nodes.get(name);
      if (known == null || !known.isConnected()) {
        NodeConnection.Direction direction =
            dialled.contains(name)
                ? NodeConnection.Direction.OUTBOUND
                : NodeConnection.Direction.INBOUND;
        connected(name, new NodeConnection(direction, false), at);
      }
    }
    for (KnownNode known : nodes()) {
      boolean gone = known.isConnected() && !connected.contains(known.name());
      if (gone && !reportedUp.contains(known.name())) {
        connectionLost(known.name(), LossCause.UNKNOWN, "no longer among the connected nodes", at);
      }
    }
  }

  /**
   * Forgets those that have been gone for the grace period and are so still; that stands still
   * while a question that last named them has no complete answer.
   *
   * @return those of them that are connected, which are not forgotten
   */
  List<NodeName> expire(Duration grace) {
    List<NodeName> connected = new ArrayList<>();
    for (KnownNode known : nodes()) {
      if (!absences.isOver(known.name(), grace)) {
        continue;
      }
      if (known.isConnected()) {
        connected.add(known.name());
      } else {
        remove(known.name());
        namings.forget(known.name());
        absences.end(known.name());
      }
    }
    return connected;
  }

  private void connected(NodeName name, NodeConnection connection, Instant at) {
    KnownNode before = nodes.getOrDefault(name, KnownNode.unknown(name, at));
    losses.up(name, connection.displaces());
    put(before.connected(connection, at));
    if (!before.isConnected()) {
      events.accept(new ClusterEvent.NodeConnected(at, name, before.failures()));
    }
  }

  /** Those of the names, in their order, that find no place when at most so many are known. */
  Set<NodeName> withoutPlace(Set<NodeName> names, int most) {
    int places = most - nodes.size();
    Set<NodeName> without = new LinkedHashSet<>();
    for (NodeName name : names) {
      if (!nodes.containsKey(name) && --places < 0) {
        without.add(name);
      }
    }
    return without;
  }

  private void put(KnownNode node) {
    count(nodes.put(node.name(), node), -1);
    count(node, 1);
  }

  private void remove(NodeName name) {
    losses.forget(name);
    count(nodes.remove(name), -1);
  }

  /** Kept in step with each change: thousands of nodes are not counted anew for each of them. */
  private void count(@Nullable KnownNode node, int times) {
    if (node != null && !node.discoveredBy().isEmpty()) {
      named += times;
      namedAndConnected += node.isConnected() ? times : 0;
    }
  }
}
