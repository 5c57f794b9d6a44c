package io.nessiecluster.demo;

import java.util.Set;

/**
 * What the demo's nodes are like at first, by their places, from 0. A table, and no more. In each,
 * node 1 is of a release that is one ahead.
 *
 * @param links of two nodes each, the one first that has the lower place
 * @param blocked ways on which a firewall drops what is sent
 * @param old those that run for a day; all others have just started
 */
record DemoStory(Set<Road> links, Set<Road> blocked, Set<Integer> old) {

  /**
   * For watching: two islands, {0, 1, 2} and {3, 4}, that run for a day, each with a leader of its
   * own; in the larger one 0 and 2 are not linked, as the way from the one to the other is blocked.
   */
  static final DemoStory WATCHED =
      new DemoStory(
          Set.of(new Road(0, 1), new Road(1, 2), new Road(3, 4)),
          Set.of(new Road(0, 2)),
          Set.of(0, 1, 2, 3, 4));

  /** For forming: {1, 2} run for a day and have a leader; all others have just started, alone. */
  static final DemoStory FORMED = new DemoStory(Set.of(new Road(1, 2)), Set.of(), Set.of(1, 2));

  static final String RELEASE_NAME = "app";

  /** The place of the node that dies and returns. */
  static final int MORTAL = 4;

  private static final int AHEAD = 1;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long JUST_NOW_MILLIS = 2_000;

  /** From the place of a node to that of another one. */
  record Road(int from, int to) {}

  DemoStory {
    links = Set.copyOf(links);
    blocked = Set.copyOf(blocked);
    old = Set.copyOf(old);
  }

  /** Whether two nodes list each other as long as both are up. */
  boolean areLinked(int one, int other) {
    return links.contains(new Road(Math.min(one, other), Math.max(one, other)));
  }

  /** Whether a firewall drops what the one sends to the port of the other. */
  boolean isBlocked(int from, int to) {
    return blocked.contains(new Road(from, to));
  }

  /** The {@code RELEASE_VSN} of a node. */
  String releaseVersion(int node) {
    return node == AHEAD ? "1.4.3" : "1.4.2";
  }

  /** For how long a node has run when it is first asked, in ms. */
  long uptimeMillis(int node) {
    return old.contains(node) ? DAY_MILLIS : JUST_NOW_MILLIS;
  }

  /** Whether a node knows a leader, be it alone. */
  boolean hasLeader(int node) {
    return old.contains(node);
  }
}
