package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rounds that follow each second are no reason to dial each second. */
class RedialsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final Redials redials = new Redials(INTERVAL, 256, time);

  private void fail(NodeName node) {
    fail(node, Duration.ofMillis(1));
  }

  private void fail(NodeName node, Duration took) {
    Since begun = Since.now(time);
    time.advance(took);
    redials.failed(node, begun, error(node));
  }

  private static NodeConnectError error(NodeName node) {
    return new NodeConnectError(node, ConnectCause.CONNECTION_REFUSED, "as scripted");
  }

  @Test
  void aNodeThatHasNotFailedIsDialled() {
    assertThat(redials.resting(List.of(peer(2)))).isEmpty();
  }

  @Test
  void oneThatHasJustBegunToFailIsDialledInEachRound() {
    for (int second = 0; second < 29; second++) {
      fail(peer(2));
      time.advance(SECOND.minusMillis(1));
      assertThat(redials.resting(List.of(peer(2)))).isEmpty();
    }
  }

  @Test
  void oneThatKeepsFailingIsDialledOnceInAnIntervalAndItsErrorStandsMeanwhile() {
    fail(peer(2));
    time.advance(Redials.YOUNG);
    fail(peer(2));

    time.advance(INTERVAL.minusNanos(1));
    assertThat(redials.resting(List.of(peer(2)))).containsExactly(entry(2));
    time.advance(Duration.ofNanos(1));
    assertThat(redials.resting(List.of(peer(2)))).isEmpty();
  }

  @Test
  void oneWhoseDialTakesItsTimeHoldsUpTheOthersOnceInAnInterval() {
    fail(peer(2), Redials.QUICK);

    time.advance(INTERVAL.minusNanos(1));
    assertThat(redials.resting(List.of(peer(2)))).containsExactly(entry(2));
    time.advance(Duration.ofNanos(1));
    assertThat(redials.resting(List.of(peer(2)))).isEmpty();
  }

  @Test
  void noMoreAreDialledSoonerThanMayBeAtOnce() {
    List<NodeName> many = IntStream.range(2, 5002).mapToObj(DiscoveryFixture::peer).toList();
    many.forEach(node -> redials.failed(node, Since.now(time), error(node)));

    time.advance(SECOND);
    assertThat(redials.resting(many)).hasSize(5000 - 256);
    time.advance(INTERVAL);
    assertThat(redials.resting(many)).isEmpty();
  }

  @Test
  void oneThatWasConnectedMeanwhileStartsAnew() {
    fail(peer(2));
    time.advance(Redials.YOUNG);
    redials.retain(List.of(peer(3)));

    fail(peer(2));
    time.advance(SECOND);
    assertThat(redials.resting(List.of(peer(2)))).isEmpty();
  }

  private static java.util.Map.Entry<NodeName, NodeConnectError> entry(int number) {
    return java.util.Map.entry(peer(number), error(peer(number)));
  }
}
