package io.nessiecluster.distribution;

import java.lang.management.ManagementFactory;

/** Prints what an idle link takes of the heap; the peer's bare socket is included. */
public final class IdleLinkHeap {

  private static final int LINKS = 1000;

  private IdleLinkHeap() {}

  /** Measures and prints. */
  public static void main(String[] args) throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      ErlangNode node = nodes.start(TestNodes.name("a"), new RecordedLinks());
      link(nodes, node, "warm", 50);
      long before = usedHeap();
      link(nodes, node, "idle", LINKS);
      TestNodes.await("all links", () -> node.links().size() == 50 + LINKS);
      System.out.printf("heap of an idle link: %,d bytes%n", (usedHeap() - before) / LINKS);
    }
  }

  private static void link(TestNodes nodes, ErlangNode node, String basename, int count)
      throws Exception {
    for (int i = 0; i < count; i++) {
      RawPeer.link(nodes, node, basename + i + "@127.0.0.1", TestNodes.COOKIE);
    }
  }

  private static long usedHeap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
