package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a round asks before it dials: which targets the DNS names, and which of them are to be
 * dialled. Each answer is of one moment.
 */
public final class DialTargets {

  private final StateLock lock;
  private final NodeTable nodes;

  DialTargets(StateLock lock, NodeTable nodes) {
    this.lock = lock;
    this.nodes = nodes;
  }

  /**
   * The targets that the DNS names: those of the last answers, and those of questions that have had
   * no complete answer since.
   */
  public List<NodeName> named() {
    return lock.reading(() -> nodes.named().targets());
  }

  /** Of the targets those whose node is not among the connected ones, as far as it is known. */
  public List<NodeName> apart(Collection<NodeName> targets, Set<NodeName> connected) {
    return lock.reading(() -> nodes.named().apart(targets, connected));
  }

  /** Where to dial a node. */
  public NodeName targetOf(NodeName node) {
    return lock.reading(() -> nodes.named().targetOf(node));
  }

  /** The targets at which this node itself is, when a round's lookups have found these. */
  public Set<NodeName> own(List<LookupResult> lookups, Set<NodeName> found) {
    boolean complete = lookups.stream().noneMatch(lookup -> lookup.outcome().isFailure());
    return lock.reading(() -> nodes.own(found, complete));
  }

  /**
   * Of the targets that are to be dialled, those that must wait, as their connections were lost
   * again and again: with the error that stands for the dial.
   */
  public Map<NodeName, NodeConnectError> heldBack(List<NodeName> targets) {
    return lock.reading(() -> nodes.heldBack(targets));
  }

  /** Those of the targets that find no place when at most so many nodes may be known. */
  public Set<NodeName> withoutPlace(Set<NodeName> targets, int most) {
    return lock.reading(() -> nodes.nodes().withoutPlace(targets, most));
  }
}
