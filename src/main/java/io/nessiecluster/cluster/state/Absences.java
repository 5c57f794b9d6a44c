package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * For how long each vanished node has been gone, as far as the DNS could tell: the time stands
 * still while a question that last named the node has no complete answer. It is that of a nano
 * source. Who calls must be the only one.
 */
final class Absences {

  /**
   * Of one node.
   *
   * @param lastNamedBy the questions that named it last
   * @param nanos how long it had been gone when it was looked at last
   * @param atNanos when that was, as the source counts
   * @param settled whether those questions have had complete answers since
   */
  private record Absence(Set<Question> lastNamedBy, long nanos, long atNanos, boolean settled) {
    private long nanosAt(long now) {
      return settled ? nanos + (now - atNanos) : nanos;
    }

    private Absence after(Set<Question> answered, long now) {
      return new Absence(lastNamedBy, nanosAt(now), now, answered.containsAll(lastNamedBy));
    }
  }

  private final Map<NodeName, Absence> absences = new HashMap<>();
  private final LongSupplier nanoTime;

  Absences(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The node is gone from now on, as the questions that last named it have just told. */
  void begin(NodeName node, Set<Question> lastNamedBy) {
    absences.put(node, new Absence(lastNamedBy, 0, nanoTime.getAsLong(), true));
  }

  /** The node is back, or forgotten. */
  void end(NodeName node) {
    absences.remove(node);
  }

  /** A round has asked: these questions, and no others, have complete answers from now on. */
  void observe(Set<Question> settled) {
    long now = nanoTime.getAsLong();
    absences.replaceAll((node, absence) -> absence.after(settled, now));
  }

  /** Whether the node has been gone for so long, and is so by the last round's answers. */
  boolean isOver(NodeName node, Duration grace) {
    Absence absence = absences.get(node);
    return absence != null
        && absence.settled()
        && Duration.ofNanos(absence.nanosAt(nanoTime.getAsLong())).compareTo(grace) >= 0;
  }
}
