package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The questions that last named each node, vanished ones included. Who calls must be the only one.
 */
final class Namings {

  private final Map<NodeName, Set<Question>> lastNamedBy = new HashMap<>();

  /** The questions that last named the node. */
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

  /**
   * The questions that name a node still, as they have no newer complete answer.
   *
   * @param settled the questions with complete answers
   */
  Set<Question> unsettled(KnownNode node, Set<Question> settled) {
    Set<Question> questions = new HashSet<>();
    if (!node.discoveredBy().isEmpty()) {
      questions.addAll(of(node.name()));
      questions.removeAll(settled);
    }
    return questions;
  }

  /** The questions that name a node now, with those that do so still. */
  Set<Question> joined(Set<Question> now, KnownNode node, Set<Question> settled) {
    if (settled.containsAll(of(node.name()))) {
      return now; // the rule: no set for each of thousands of nodes
    }
    Set<Question> all = unsettled(node, settled);
    all.addAll(now);
    return all;
  }
}
