package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes of which neither knows the other's name, and that dial each other at one moment. */
@Timeout(120)
class CrossingTargetsTest {

  private static final int ROUNDS = 300;

  @Test
  void oneLinkIsLeftOnEitherSideByTheNamesThatAreTold() throws Exception {
    try (TestNodes nodes = new TestNodes()) {
      RecordedLinks heardA = new RecordedLinks();
      RecordedLinks heardB = new RecordedLinks();
      ErlangNode a = nodes.startByPeer("one@a.example", heardA);
      ErlangNode b = nodes.startByPeer("two@b.example", heardB);
      for (int round = 0; round < ROUNDS; round++) {
        CyclicBarrier start = new CyclicBarrier(2);
        CompletableFuture<Link> ofA = dial(start, a, "two@127.0.0.1");
        CompletableFuture<Link> ofB = dial(start, b, "one@127.0.0.1");
        Link linkOfA = ofA.get(20, TimeUnit.SECONDS);
        Link linkOfB = ofB.get(20, TimeUnit.SECONDS);

        assertThat(a.links()).as("round %s", round).containsExactly(linkOfA);
        assertThat(b.links()).as("round %s", round).containsExactly(linkOfB);
        assertThat(linkOfA.peer()).isEqualTo(b.name());
        assertThat(linkOfB.peer()).isEqualTo(a.name());
        assertThat(linkOfA.direction()).isNotEqualTo(linkOfB.direction());

        assertThat((round % 2 == 0 ? a : b).disconnect((round % 2 == 0 ? b : a).name())).isTrue();
        TestNodes.await("both ends", () -> a.links().isEmpty() && b.links().isEmpty());
      }
      for (RecordedLinks heard : List.of(heardA, heardB)) {
        heard.await("all losses", events -> count(events, "lost") == ROUNDS);
        assertThat(count(heard.all(), "up")).as("one link per round").isEqualTo(ROUNDS);
      }
    }
  }

  private static long count(List<String> events, String kind) {
    return events.stream().filter(event -> event.startsWith(kind)).count();
  }

  private static CompletableFuture<Link> dial(CyclicBarrier start, ErlangNode from, String target) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            start.await(10, TimeUnit.SECONDS);
            return from.connectAt(target, TestNodes.TIMEOUT);
          } catch (Exception e) {
            throw new AssertionError(from.name() + " to " + target, e);
          }
        },
        task -> Thread.ofVirtual().start(task));
  }
}
