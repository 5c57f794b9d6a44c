package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two nodes that dial each other at the same moment. */
class CrossingDialsTest {

  private static final int ROUNDS = 1000;

  @Test
  void oneLinkIsLeftOnEitherSideAThousandTimes() throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      RecordedLinks heardA = new RecordedLinks();
      RecordedLinks heardB = new RecordedLinks();
      ErlangNode a = nodes.start(TestNodes.name("a"), heardA);
      ErlangNode b = nodes.start(TestNodes.name("b"), heardB);
      int begun = 0;
      int succeeded = 0;
      try {
        for (int round = 0; round < ROUNDS; round++) {
          CyclicBarrier start = new CyclicBarrier(2);
          begun += 2;
          CompletableFuture<Link> ofA = dial(start, a, b);
          CompletableFuture<Link> ofB = dial(start, b, a);
          Link linkOfA = ofA.get(20, TimeUnit.SECONDS);
          Link linkOfB = ofB.get(20, TimeUnit.SECONDS);

          assertThat(a.links()).as("round %s", round).containsExactly(linkOfA);
          assertThat(b.links()).as("round %s", round).containsExactly(linkOfB);
          assertThat(linkOfA.direction()).isNotEqualTo(linkOfB.direction());
          succeeded += 2;

          assertThat((round % 2 == 0 ? a : b).disconnect((round % 2 == 0 ? b : a).name())).isTrue();
          TestNodes.await("both ends", () -> a.links().isEmpty() && b.links().isEmpty());
        }
      } finally {
        System.out.printf(
            "dials at one moment, Java and Java: %d begun, %d succeeded%n", begun, succeeded);
      }
      for (RecordedLinks heard : new RecordedLinks[] {heardA, heardB}) {
        heard.await("all losses", events -> count(events, "lost") == ROUNDS);
        assertThat(count(heard.all(), "up")).as("one link per round").isEqualTo(ROUNDS);
      }
    }
  }

  private static long count(List<String> events, String kind) {
    return events.stream().filter(event -> event.startsWith(kind)).count();
  }

  private static CompletableFuture<Link> dial(CyclicBarrier start, ErlangNode from, ErlangNode to) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            start.await(10, TimeUnit.SECONDS);
            return from.connect(to.name(), TestNodes.TIMEOUT);
          } catch (Exception e) {
            throw new AssertionError(from.name() + " to " + to.name(), e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }
}
