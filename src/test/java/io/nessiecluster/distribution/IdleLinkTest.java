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
    try (TestNodes nodes = new TestNodes()) {
      ErlangNode node = nodes.start(TestNodes.name("a"), new RecordedLinks());
      linkUp(nodes, node, "warm", 50);
      long before = usedHeap();
      linkUp(nodes, node, "idle", LINKS);
      TestNodes.await("all links", () -> node.links().size() == 50 + LINKS);

      long each = (usedHeap() - before) / LINKS; // the peer's socket, of this test, included

      assertThat(each).isLessThan(MAX_BYTES);
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
