package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What an observer could know: of the sweeps of its life, as they were. */
final class Sightings {

  private static final long KEPT = 120_000;

  /** What a sweep could see of who is linked with whom. */
  private record Sweep(
      long begun, long ended, Set<NodeName> named, Map<ModelNode, Set<ModelNode>> islands) {}

  private final Observer observer;
  private final Map<ModelNode, Long> seenLinked = new LinkedHashMap<>(); // first
  private final Map<NodeName, Long> incarnations = new TreeMap<>();
  private final Map<ModelNode, Set<ModelNode>> islands = new LinkedHashMap<>();
  private final Deque<Sweep> sweeps = new ArrayDeque<>();
  private Set<NodeName> named = Set.of();
  private long membersChangedAt;
  private long begun;
  private boolean following;

  Sightings(Observer observer) {
    this.observer = observer;
  }

  void sweepBegins(long now) {
    begun = now;
    islands.clear();
    following = observer.leader().isPresent();
    boolean changed = !observer.named().equals(named);
    named = observer.named();
    for (NodeName name : named) {
      Observer.Tie tie = observer.tieTo(name);
      if (tie != null) {
        Long before = incarnations.put(name, tie.node().creation);
        changed |= before == null || before != tie.node().creation;
      }
    }
    incarnations.keySet().retainAll(named);
    if (changed) {
      membersChangedAt = now;
    }
  }

  /** A node has told whom it sees. */
  void viewed(ModelNode node) {
    Set<ModelNode> sees =
        node.links.values().stream()
            .map(link -> link.peerOf(node))
            .filter(peer -> named.contains(peer.name))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    islands.put(node, sees);
  }

  void sweepEnds(long now) {
    islands.forEach(
        (node, sees) -> {
          if (!sees.isEmpty() && named.contains(node.name)) {
            seenLinked.putIfAbsent(node, now);
          }
        });
    sweeps.addLast(
        new Sweep(begun, now, named, Collections.unmodifiableMap(new LinkedHashMap<>(islands))));
    while (sweeps.getFirst().ended() < now - KEPT) {
      sweeps.removeFirst();
    }
  }

  /** Whether it followed another replica, when the last sweep began. */
  boolean isFollowing() {
    return following;
  }

  /** Whether discovery has named it for the sweep of a plan. */
  boolean hasNamed(NodeName name, long plannedAt) {
    return (begun <= plannedAt ? named : of(plannedAt).map(Sweep::named).orElse(Set.of()))
        .contains(name);
  }

  /** The last sweep that had begun then. */
  private Optional<Sweep> of(long plannedAt) {
    return sweeps.stream().filter(sweep -> sweep.begun() <= plannedAt).reduce((_, next) -> next);
  }

  /** Whether a sweep before that moment has heard from the node itself that it was linked. */
  boolean hasSeenLinked(ModelNode node, long before) {
    Long first = seenLinked.get(node);
    return first != null && first < before;
  }

  long membersChangedAt() {
    return membersChangedAt;
  }

  /**
   * Whether some sweep in that time has heard from one of the two that they were linked, and what
   * was fresh for the plan told of it no more.
   */
  boolean hasSeenLink(Set<ModelNode> ones, Set<ModelNode> others, long from, long plannedAt) {
    return sweeps.stream()
            .filter(sweep -> sweep.ended() > from && sweep.ended() < plannedAt)
            .anyMatch(sweep -> isLink(sweep.islands(), ones, others))
        && !isLink(fresh(plannedAt), ones, others);
  }

  /** What each has told in the sweep of a plan, or else in the one before. */
  private Map<ModelNode, Set<ModelNode>> fresh(long plannedAt) {
    Map<ModelNode, Set<ModelNode>> told = new LinkedHashMap<>();
    List<Sweep> begun = sweeps.stream().filter(sweep -> sweep.begun() <= plannedAt).toList();
    begun
        .subList(Math.max(0, begun.size() - 2), begun.size())
        .forEach(sweep -> told.putAll(sweep.islands()));
    return told;
  }

  private static boolean isLink(
      Map<ModelNode, Set<ModelNode>> told, Set<ModelNode> ones, Set<ModelNode> others) {
    return lists(told, ones, others) || lists(told, others, ones);
  }

  private static boolean lists(
      Map<ModelNode, Set<ModelNode>> told, Set<ModelNode> ones, Set<ModelNode> others) {
    return ones.stream()
        .anyMatch(one -> told.getOrDefault(one, Set.of()).stream().anyMatch(others::contains));
  }
}
