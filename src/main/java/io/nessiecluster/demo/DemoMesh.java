package io.nessiecluster.demo;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom the demo's nodes say they see: as the story begins, and then as they are asked to connect.
 * As Erlang's {@code global} does, two islands of which one member each connects become one. Safe
 * for threads.
 */
final class DemoMesh {

  /** Two that were connected, the lesser place first, and the incarnations that were. */
  private record Connected(int one, int starts, int other, int startsOfOther) {}

  private final DemoStory story;
  private final List<DemoNode> nodes;
  private final Set<Connected> made = new HashSet<>(); // guarded by this

  DemoMesh(DemoStory story, List<DemoNode> nodes) {
    this.story = story;
    this.nodes = List.copyOf(nodes);
  }

  DemoStory story() {
    return story;
  }

  /** Whether two nodes list each other now. */
  synchronized boolean areLinked(int one, int other) {
    return isUp(one)
        && isUp(other)
        && (story.areLinked(one, other) || made.contains(connected(one, other)));
  }

  private boolean isUp(int node) {
    return nodes.get(node).isUp();
  }

  private Connected connected(int one, int other) {
    int first = Math.min(one, other);
    int second = Math.max(one, other);
    return new Connected(first, nodes.get(first).starts(), second, nodes.get(second).starts());
  }

  /**
   * Connects two nodes, and with them their islands.
   *
   * @return whether the two are connected, now or already
   */
  synchronized boolean connect(int from, int to) {
    if (areLinked(from, to)) {
      return true;
    }
    if (!isUp(from) || !isUp(to) || from == to || story.isBlocked(from, to)) {
      return false;
    }
    BitSet all = island(from);
    all.or(island(to));
    made.removeIf(link -> !connected(link.one(), link.other()).equals(link)); // of the dead
    all.stream()
        .forEach(
            one -> all.stream().filter(other -> one < other).forEach(other -> join(one, other)));
    return true;
  }

  private void join(int one, int other) {
    if (!story.isBlocked(one, other) && !story.isBlocked(other, one)) {
      made.add(connected(one, other));
    }
  }

  /** Whether a node knows a leader, its own or one of its island. */
  synchronized boolean hasLeader(int node) {
    return island(node).stream().anyMatch(story::hasLeader);
  }

  private BitSet island(int node) {
    BitSet island = new BitSet();
    island.set(node);
    Deque<Integer> open = new ArrayDeque<>(List.of(node));
    while (!open.isEmpty()) {
      int one = open.remove();
      for (int other = 0; other < nodes.size(); other++) {
        if (!island.get(other) && areLinked(one, other)) {
          island.set(other);
          open.add(other);
        }
      }
    }
    return island;
  }
}
