package io.nessiecluster.mesh.plan;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Members that hang together, or will when all is made that is planned, and what the rules want to
 * know of them all: gathered once, so that no rule looks at each pair. For one plan, and one
 * thread.
 */
final class Side {

  private final Join.Kind kind;
  private final List<Party> members = new ArrayList<>();
  private final Set<NodeName> names = new HashSet<>();
  private final List<Party> untold = new ArrayList<>();
  private final List<Party> silent = new ArrayList<>();
  private final Map<NodeName, Set<NodeName>> databases = new LinkedHashMap<>();
  private Optional<Set<String>> globalNames;
  private Optional<String> product = Optional.empty();
  private boolean connectsAll = true;
  private boolean prevents;

  /**
   * One side of a join.
   *
   * @param kind what a join of it with another one is
   * @param globalNames registered with {@code global} there; empty when that is not known
   */
  Side(Join.Kind kind, List<Party> members, Optional<Set<String>> globalNames) {
    this.kind = kind;
    this.globalNames = globalNames;
    members.forEach(this::add);
  }

  /** These belong to it, too, from now on. */
  void addAll(Side other) {
    other.members.forEach(this::add);
    globalNames = globalNames.map(mine -> union(mine, other.globalNames.orElse(Set.of())));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }

  private void add(Party party) {
    members.add(party);
    names.add(party.name());
    if (!party.isTold()) {
      untold.add(party);
    }
    if (!party.askable()) {
      silent.add(party);
    }
    connectsAll &= party.facts().filter(facts -> !facts.connectAll()).isEmpty();
    prevents |= party.facts().filter(facts -> !facts.preventOverlappingPartitions()).isEmpty();
    party
        .vitals()
        .ifPresent(
            vitals -> {
              vitals.mnesia().ifPresent(nodes -> databases.put(party.name(), nodes.known()));
              if (product.isEmpty()) {
                product =
                    vitals.products().stream()
                        .min(Comparable::compareTo)
                        .map(p -> "%s runs at %s".formatted(p.application(), Rules.name(party)));
              }
            });
  }

  Join.Kind kind() {
    return kind;
  }

  /** Those of the island by name, and then those who have been added. */
  List<Party> members() {
    return Collections.unmodifiableList(members);
  }

  int size() {
    return members.size();
  }

  /** The one by whose name it is called. */
  Party first() {
    return members.getFirst();
  }

  boolean has(NodeName name) {
    return names.contains(name);
  }

  /** Those of whom it is not known what they are and what runs there. */
  List<Party> untold() {
    return untold;
  }

  /** Those who cannot be asked. */
  List<Party> silent() {
    return silent;
  }

  /** All nodes of the database of mnesia that runs at a member, by the name of the member. */
  Map<NodeName, Set<NodeName>> databases() {
    return databases;
  }

  /** Registered with {@code global} there, as far as those have told who have been added. */
  Optional<Set<String>> globalNames() {
    return globalNames;
  }

  /** What runs there, and where, that heals itself. */
  Optional<String> product() {
    return product;
  }

  /** Whether {@code global} connects all whom they know; so taken of those who have not told. */
  boolean connectsAll() {
    return connectsAll;
  }

  /** Whether {@code global} may tear links there; so taken of those who have not told. */
  boolean prevents() {
    return prevents;
  }
}
