package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the DNS names: which targets, by which questions, and so which nodes. Who calls must be the
 * only one.
 */
final class Namings {

  private final Aliases aliases;
  private final Map<NodeName, Set<Question>> targets = new LinkedHashMap<>(); // those named now
  private final Map<NodeName, Set<Question>> lastNamedBy = new HashMap<>(); // of each node

  Namings(Aliases aliases) {
    this.aliases = aliases;
  }

  /** Whether these name what is named now, by the same questions, and nothing else. */
  boolean areSame(Map<NodeName, Set<Question>> found) {
    return targets.equals(found);
  }

  /**
   * What a round's answers name.
   *
   * @param found each target with the questions whose answers name it
   * @param settled the questions with complete answers: no other says of a target that it is gone
   */
  void observe(Map<NodeName, Set<Question>> found, Set<Question> settled) {
    targets.replaceAll((target, by) -> found.containsKey(target) ? by : unsettled(by, settled));
    targets.values().removeIf(Set::isEmpty);
    found.forEach(
        (target, now) ->
            targets.merge(target, now, (before, by) -> union(unsettled(before, settled), by)));
  }

  /** The targets that are named now, as far as it is known. */
  List<NodeName> targets() {
    return List.copyOf(targets.keySet());
  }

  /** The target is named no more, whatever the questions say. */
  void drop(NodeName target) {
    targets.remove(target);
  }

  /** The nodes that are named now, each with all questions that name a target of it. */
  Map<NodeName, Set<Question>> byNode() {
    if (aliases.isEmpty()) {
      return targets; // the rule, unless nodes bear names of their own
    }
    Map<NodeName, Set<Question>> nodes = new LinkedHashMap<>();
    targets.forEach((target, by) -> nodes.merge(aliases.nameOf(target), by, Namings::union));
    return nodes;
  }

  /** The questions that name a target of the node now. */
  Set<Question> nowOf(NodeName node) {
    Set<Question> questions = Set.of();
    for (NodeName target : aliases.targetsOf(node)) {
      questions = union(questions, targets.getOrDefault(target, Set.of()));
    }
    return aliases.metAt(node).isPresent() // then it is a target of another one
        ? questions
        : union(questions, targets.getOrDefault(node, Set.of()));
  }

  /** The questions that last named the node, vanished ones included. */
  Set<Question> of(NodeName node) {
    return lastNamedBy.getOrDefault(node, Set.of());
  }

  /** The node is named by these from now on. */
  void put(NodeName node, Set<Question> by) {
    lastNamedBy.put(node, by);
  }

  /** The node is known no more. */
  void forget(NodeName node) {
    lastNamedBy.remove(node);
  }

  /** Those that have no newer complete answer. */
  private static Set<Question> unsettled(Set<Question> questions, Set<Question> settled) {
    if (settled.containsAll(questions)) {
      return Set.of(); // the rule: no set for each of thousands of nodes
    }
    Set<Question> left = new HashSet<>(questions);
    left.removeAll(settled);
    return left;
  }

  private static Set<Question> union(Set<Question> some, Set<Question> more) {
    if (some.isEmpty() || some.equals(more)) {
      return more;
    }
    if (more.isEmpty()) {
      return some;
    }
    Set<Question> all = new HashSet<>(some);
    all.addAll(more);
    return all;
  }
}
