package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What a link costs that only ticks. */
class IdleLinkTest {

  private static final int LINKS = 400;
  private static final long MAX_BYTES = 24 << 10;

  @Test
  void anIdleLinkTakesLittleHeap() throws Exception {
    assertThat(bytesPerLink(LINKS)).isLessThan(MAX_BYTES);
  }

  /** The heap that an idle link takes; the peer's bare socket, of this test, is included. */
  static long bytesPerLink(int links) throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      ErlangNode node = nodes.start(TestNodes.name("a"), new RecordedLinks());
      linkUp(nodes, node, "warm", 50);
      long before = usedHeap();
      linkUp(nodes, node, "idle", links);
      TestNodes.await("all links", () -> node.links().size() == 50 + links);
      return (usedHeap() - before) / links;
    }
  }

  private static void linkUp(TestNodes nodes, ErlangNode node, String basename, int count)
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
