package io.nessiecluster.cluster.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long, and of how many nodes, it is known that they have closed in order. */
class AilmentsTest {

  private final ManualTime time = new ManualTime();
  private final Ailments ailments = new Ailments(time);

  private static NodeName node(int number) {
    return new NodeName("app@" + number);
  }

  @Test
  void itIsKnownUntilItHasPassed() {
    ailments.closed(node(1));
    ailments.closed(node(2));
    time.advance(Ailments.PASSES.minusNanos(1));
    assertThat(ailments.end(node(1))).isTrue();
    assertThat(ailments.end(node(1))).as("it is forgotten then").isFalse();

    time.advance(Duration.ofNanos(1));
    assertThat(ailments.end(node(2))).isFalse();
  }

  @Test
  void whoeverComesAndGoesUnderNewNamesTheMostRecentAreKnown() {
    for (int i = 0; i <= Places.MOST; i++) {
      ailments.closed(node(i));
    }

    assertThat(ailments.end(node(0))).isFalse();
    assertThat(ailments.end(node(1))).isTrue();
    assertThat(ailments.end(node(Places.MOST))).isTrue();
  }

  @Test
  void oneThatClosesAgainIsKnownFromThenOn() {
    ailments.closed(node(1));
    time.advance(Ailments.PASSES);
    ailments.closed(node(1));

    assertThat(ailments.end(node(1))).isTrue();
  }
}
