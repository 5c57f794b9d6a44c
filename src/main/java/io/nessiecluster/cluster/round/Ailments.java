package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Since when nodes cannot be connected: one that starts or ends is so for a moment, and that is no
 * news; one that stays so is. Of no more nodes than may be known; of others it is news at once.
 * Safe for threads.
 */
final class Ailments {

  /** Longer than a node takes to start, or to leave the DNS once it has ended. */
  static final Duration PASSES = Duration.ofSeconds(30);

  private final Map<NodeName, Ailment> ailments = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  private record Ailment(Since since, boolean told) {}

  Ailments(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The node could not be connected; returns whether that has lasted, for the first time or not.
   */
  boolean lasts(NodeName node) {
    if (ailments.size() >= Places.MOST && !ailments.containsKey(node)) {
      return true;
    }
    Ailment ailment = ailments.computeIfAbsent(node, _ -> new Ailment(Since.now(nanoTime), false));
    return ailment.since().age().compareTo(PASSES) >= 0;
  }

  /** Whether it is told for the first time that this lasts. */
  boolean isNew(NodeName node) {
    Ailment before = ailments.get(node);
    return before != null
        && !before.told()
        && ailments.replace(node, before, new Ailment(before.since(), true));
  }

  /** The node is connected, or is looked for no more. */
  void end(NodeName node) {
    ailments.remove(node);
  }
}
