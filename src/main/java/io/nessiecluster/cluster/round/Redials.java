package io.nessiecluster.cluster.round;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Which nodes that were dialled in vain a polled round dials again: each once in an interval,
 * however close the rounds are. Sooner only those that have begun to fail just now, for a node that
 * starts does so; but not one whose dial takes its time, as all others would wait for it, and not
 * more of them than may be dialled at once. For use by one round after the other.
 */
final class Redials {

  /** Longer than a node takes to start. */
  static final Duration YOUNG = Eagerness.LASTS;

  /** How long a dial may take that holds up nobody. */
  static final Duration QUICK = Duration.ofMillis(500);

  private final Duration interval;
  private final int mostAtOnce;
  private final LongSupplier nanoTime;
  private final Map<NodeName, Failure> failures = new HashMap<>();

  private record Failure(Since first, Since last, boolean quick, NodeConnectError error) {

    boolean isYoungAndQuick() {
      return quick && first.age().compareTo(YOUNG) < 0;
    }
  }

  /** No node has failed yet. */
  Redials(Duration interval, int mostAtOnce, LongSupplier nanoTime) {
    this.interval = interval;
    this.mostAtOnce = mostAtOnce;
    this.nanoTime = nanoTime;
  }

  /** These are the targets of a round: other nodes are forgotten. */
  void retain(List<NodeName> targets) {
    failures.keySet().retainAll(Set.copyOf(targets));
  }

  /**
   * Of the targets of a polled round those that are not dialled in it, with the error of their last
   * dial.
   */
  Map<NodeName, NodeConnectError> resting(List<NodeName> targets) {
    Map<NodeName, NodeConnectError> resting = new LinkedHashMap<>();
    int sooner = 0;
    for (NodeName target : targets) {
      Failure failure = failures.get(target);
      if (failure == null || failure.last().age().compareTo(interval) >= 0) {
        continue;
      }
      if (failure.isYoungAndQuick() && sooner < mostAtOnce) {
        sooner++;
      } else {
        resting.put(target, failure.error());
      }
    }
    return resting;
  }

  /**
   * A dial was in vain.
   *
   * @param begun since when it, or those with it, were under way
   * @param error as it is to be listed
   */
  void failed(NodeName target, Since begun, NodeConnectError error) {
    Failure before = failures.get(target);
    Since now = Since.now(nanoTime);
    boolean quick = begun.age().compareTo(QUICK) < 0;
    failures.put(target, new Failure(before == null ? now : before.first(), now, quick, error));
  }
}
