package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Which of the known nodes the DNS names. Every method is one change, told as events; who calls
 * must be the only one.
 *
 * <p>The DNS names, and rounds dial, <em>targets</em>: {@code basename@address}. A target is the
 * node's name, too, unless nodes bear names of their own and one {@linkplain #met was met} there.
 */
final class NamedNodes {

  private final boolean ownNames;
  private final Nodes nodes;
  private final Aliases aliases;
  private final Namings namings;
  private final Absences absences;
  private final Losses losses;
  private final Consumer<ClusterEvent> events;

  /**
   * No node is named.
   *
   * @param ownNames whether nodes bear names of their own
   * @param losses of the nodes, to be forgotten with them
   * @param nanoTime measures the grace of vanished nodes
   */
  NamedNodes(
      boolean ownNames, Losses losses, Consumer<ClusterEvent> events, LongSupplier nanoTime) {
    this.ownNames = ownNames;
    this.aliases = new Aliases();
    this.nodes = new Nodes(aliases::nameOf);
    this.namings = new Namings(aliases);
    this.absences = new Absences(nanoTime);
    this.losses = losses;
    this.events = events;
  }

  /** The nodes as they are now, named or not. */
  Nodes nodes() {
    return nodes;
  }

  /** The targets that the DNS names now, as far as it is known. */
  List<NodeName> targets() {
    return namings.targets();
  }

  /** What the node at a target is called, or the target itself until that is known. */
  NodeName nameOf(NodeName target) {
    return aliases.nameOf(target);
  }

  /** Where to dial a node: the target at which it was met last, if it bears a name of its own. */
  NodeName targetOf(NodeName name) {
    Set<NodeName> targets = aliases.targetsOf(name);
    return targets.isEmpty() ? name : List.copyOf(targets).getLast();
  }

  /** Of the targets those whose node is not among the connected ones. */
  List<NodeName> apart(Collection<NodeName> targets, Set<NodeName> connected) {
    return targets.stream()
        .filter(
            target ->
                ownNames
                    ? aliases.metAt(target).filter(connected::contains).isEmpty()
                    : !connected.contains(target))
        .toList();
  }

  /**
   * What the DNS names now.
   *
   * @param found each target with the questions whose answers name it
   * @param settled the questions with complete answers: no other says of a target that it is gone
   */
  void discovered(Map<NodeName, Set<Question>> found, Set<Question> settled, Instant at) {
    absences.observe(settled);
    if (namings.areSame(found)) {
      return; // the rule, with thousands of nodes
    }
    namings.observe(found, settled);
    Map<NodeName, Set<Question>> byNode = namings.byNode();
    byNode.forEach((name, by) -> named(name, by, at));
    for (KnownNode before : nodes.all()) {
      if (!byNode.containsKey(before.name()) && !before.discoveredBy().isEmpty()) {
        vanished(before, at);
      }
    }
  }

  private void named(NodeName name, Set<Question> by, Instant at) {
    KnownNode before = nodes.getOrUnknown(name, at);
    boolean isNew = before.discoveredBy().isEmpty();
    if (!isNew && by.equals(namings.of(name))) {
      return; // named as before
    }
    if (isNew) {
      events.accept(new ClusterEvent.NodeDiscovered(at, name, by.iterator().next().query()));
    }
    namings.put(name, by);
    absences.end(name);
    Set<String> queries = by.stream().map(Question::query).collect(Collectors.toSet());
    nodes.put(before.discoveredBy(queries, at));
  }

  private void vanished(KnownNode before, Instant at) {
    nodes.put(before.vanished(at));
    absences.begin(before.name(), namings.of(before.name()));
    events.accept(new ClusterEvent.NodeVanished(at, before.name(), before.isConnected()));
    if (PeerNames.isAny(before.name())) {
      forget(before.name()); // stood for an address that has names now, or is gone
    }
  }

  /**
   * The node at a target has told its name and proven the cookie: what is known of the target is
   * known of the node.
   *
   * @param fresh whether that was by a new connection: then the node is nowhere else, as far as it
   *     is known
   */
  void met(NodeName name, NodeName target, boolean fresh, Instant at) {
    Optional<NodeName> before = aliases.metAt(target);
    Set<NodeName> left =
        fresh ? new LinkedHashSet<>(aliases.targetsOf(name)) : new LinkedHashSet<>();
    left.remove(target);
    if (before.equals(Optional.of(name)) && left.isEmpty()) {
      return; // met there before, and nowhere else
    }
    if (before.filter(other -> !other.equals(name)).filter(this::isConnected).isPresent()) {
      return; // who was there first, and is linked, stays
    }
    if (before.isEmpty() && nodes.isNamed(target) && aliases.targetsOf(target).isEmpty()) {
      becomes(target, name, at);
    }
    left.forEach(aliases::part);
    aliases.meet(name, target);
    before.ifPresent(other -> review(other, at));
    left.forEach(place -> review(place, at));
    review(name, at);
  }

  /**
   * As {@link #met}, by a dial that may be over for long: whoever is gone since stays forgotten.
   */
  void heard(NodeName name, NodeName target, Instant at) {
    met(name, target, false, at);
    if (!nodes.knows(name)) {
      aliases.forget(name);
    }
  }

  private boolean isConnected(NodeName name) {
    KnownNode known = nodes.get(name);
    return known != null && known.isConnected();
  }

  private void becomes(NodeName target, NodeName name, Instant at) {
    if (target.equals(name)) {
      return;
    }
    KnownNode place = nodes.remove(target);
    if (place != null && !nodes.knows(name)) {
      nodes.put(place.named(name));
      namings.put(name, namings.of(target));
    }
    forget(target);
    events.accept(new ClusterEvent.NodeNamed(at, name, target));
  }

  /** Brings a node in line with the targets that stand for it now. */
  private void review(NodeName name, Instant at) {
    Set<Question> by = namings.nowOf(name);
    if (!by.isEmpty()) {
      named(name, by, at);
    } else if (nodes.isNamed(name)) {
      vanished(nodes.getOrUnknown(name, at), at);
    }
  }

  /** A node is connected that is at an address: there it was met, and not where it was before. */
  void metAt(String address, NodeName name, Instant at) {
    met(name, NodeName.of(name.basename().orElse(PeerNames.ANY), address), true, at);
    NodeName any = NodeName.of(PeerNames.ANY, address);
    if (nodes.isNamed(any)) {
      met(name, any, false, at);
    }
  }

  /** Whoever was met at the target is there no more: another one answers. */
  void part(NodeName target, Instant at) {
    aliases
        .metAt(target)
        .ifPresent(
            name -> {
              aliases.part(target);
              review(name, at);
              review(target, at);
            });
  }

  /** This very node is at the target: there is none to know. */
  void drop(NodeName target) {
    namings.drop(target);
    forget(target);
  }

  /**
   * Forgets those that have been gone for the grace period and are so still; that stands still
   * while a question that last named them has no complete answer.
   *
   * @return those of them that are connected, which are not forgotten
   */
  List<NodeName> expire(Duration grace) {
    List<NodeName> connected = new ArrayList<>();
    for (KnownNode known : nodes.all()) {
      if (!absences.isOver(known.name(), grace)) {
        continue;
      }
      if (known.isConnected()) {
        connected.add(known.name());
      } else {
        forget(known.name());
      }
    }
    return connected;
  }

  /** The node is known no more. */
  void forget(NodeName name) {
    losses.forget(name);
    namings.forget(name);
    absences.end(name);
    aliases.forget(name);
    nodes.remove(name);
  }
}
