package io.nessiecluster.demo;

import java.util.Set;

/**
 * The story of the demo's mesh, by the places of the nodes, from 0: two islands, {0, 1, 2} and {3,
 * 4}, in the larger of which 0 and 2 are not linked, as the way from the one to the other is
 * blocked; node 1 is of a release that is one ahead; and each island has a leader of its own. A
 * table, and no more.
 */
final class DemoMesh {

  static final String RELEASE_NAME = "app";

  /** The place of the node that dies and returns. */
  static final int MORTAL = 4;

  private static final int AHEAD = 1;
  private static final Set<Way> LINKS = Set.of(new Way(0, 1), new Way(1, 2), new Way(3, 4));
  private static final Way BLOCKED = new Way(0, 2);

  private DemoMesh() {}

  private record Way(int from, int to) {}

  /** Whether two nodes list each other as long as both are up. */
  static boolean areLinked(int one, int other) {
    return LINKS.contains(new Way(Math.min(one, other), Math.max(one, other)));
  }

  /** Whether a firewall drops what the one sends to the port of the other. */
  static boolean isBlocked(int from, int to) {
    return BLOCKED.equals(new Way(from, to));
  }

  /** The {@code RELEASE_VSN} of a node. */
  static String releaseVersion(int node) {
    return node == AHEAD ? "1.4.3" : "1.4.2";
  }
}
