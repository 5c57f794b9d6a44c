package io.nessiecluster.mesh.simulation;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Way;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Which ways are blocked. A firewall's rule forbids new connections in one direction and leaves
 * those that stand; a cut drops whatever goes to and fro.
 */
final class Blocks {

  /** How many block a way, and since when one does. */
  private static final class Closed {
    private int times;
    private int cuts;
    private long since;
    private long cutUntil = Long.MIN_VALUE;
  }

  private final Chronicle chronicle;
  private final Map<Way, Closed> closed = new LinkedHashMap<>();

  Blocks(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  void forbid(NodeName from, NodeName to) {
    close(from, to);
  }

  void permit(NodeName from, NodeName to) {
    open(from, to);
  }

  void cut(NodeName one, NodeName other) {
    close(one, other).cuts++;
    close(other, one).cuts++;
  }

  void mend(NodeName one, NodeName other) {
    for (Closed way : List.of(open(one, other), open(other, one))) {
      way.cuts--;
      way.cutUntil = chronicle.now();
    }
  }

  private Closed close(NodeName from, NodeName to) {
    Closed way = closed.computeIfAbsent(new Way(from, to), _ -> new Closed());
    if (way.times++ == 0) {
      way.since = chronicle.now();
    }
    return way;
  }

  private Closed open(NodeName from, NodeName to) {
    Closed way = closed.get(new Way(from, to));
    way.times--;
    return way;
  }

  boolean isBlocked(NodeName from, NodeName to) {
    Closed way = closed.get(new Way(from, to));
    return way != null && way.times > 0;
  }

  /** Whether nothing passes between two, not even over what stands. */
  boolean isCut(NodeName one, NodeName other) {
    Closed way = closed.get(new Way(one, other));
    return way != null && way.cuts > 0;
  }

  boolean wasCutSince(NodeName one, NodeName other, long then) {
    Closed way = closed.get(new Way(one, other));
    return way != null && (way.cuts > 0 || way.cutUntil >= then);
  }

  /** Since when the way is blocked, if it is. */
  OptionalLong blockedSince(NodeName from, NodeName to) {
    Closed way = closed.get(new Way(from, to));
    return way == null || way.times == 0 ? OptionalLong.empty() : OptionalLong.of(way.since);
  }
}
