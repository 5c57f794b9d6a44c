package io.nessiecluster.mesh.check;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Check.Status;
import java.util.Collection;
import java.util.List;

/**
 * What one look came to.
 *
 * @param evidence one line, at most {@link #CHARS} characters and a sign that there were more
 * @param nodes whom it concerns, by name, the first {@link #NODES}
 */
record Finding(Status status, String evidence, List<NodeName> nodes) {

  /** How many nodes are named at most. */
  static final int NODES = 100;

  /** How long the evidence is at most. */
  static final int CHARS = 1_000;

  Finding {
    evidence = Brief.cut(evidence, CHARS);
    nodes = nodes.stream().distinct().sorted().limit(NODES).toList();
  }

  static Finding of(Status status, String evidence, Collection<NodeName> nodes) {
    return new Finding(status, evidence, List.copyOf(nodes));
  }

  static Finding pass(String evidence) {
    return new Finding(Status.PASS, evidence, List.of());
  }

  static Finding unknown(String evidence) {
    return new Finding(Status.UNKNOWN, evidence, List.of());
  }

  static Finding skipped(String evidence) {
    return new Finding(Status.SKIPPED, evidence, List.of());
  }
}
