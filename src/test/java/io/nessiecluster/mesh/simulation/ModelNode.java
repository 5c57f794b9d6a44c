package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** One incarnation of a node: what its kernel and its {@code global} know. */
final class ModelNode {

  final NodeName name;
  final long creation;
  final long startedAt;
  final SortedMap<NodeName, ModelLink> links = new TreeMap<>();
  final Set<NodeName> known = new TreeSet<>(); // of global, as is the next
  final Set<NodeName> removing = new LinkedHashSet<>();
  final Map<String, Long> heard = new LinkedHashMap<>(); // the losses that it was told of
  final Set<NodeName> dialling = new LinkedHashSet<>();
  boolean alive = true;
  boolean everLinked;
  boolean hasSingleton;
  long frozenUntil;
  long slowUntil;
  long lockedUntil;
  long lossesTold;

  ModelNode(NodeName name, long creation, long startedAt) {
    this.name = name;
    this.creation = creation;
    this.startedAt = startedAt;
  }

  boolean isFrozen(long now) {
    return now < frozenUntil;
  }

  boolean isSlow(long now) {
    return now < slowUntil;
  }

  /** Whether it answered at once all the time since then. */
  boolean wasWellSince(long then) {
    return Math.max(frozenUntil, slowUntil) < then;
  }

  @Override
  public String toString() {
    return name.text().replace("app@10.0.0.", "n") + "#" + creation;
  }
}
