package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.INTERVAL;
import static io.nessiecluster.cluster.round.DiscoveryFixture.QUERY;
import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.cluster.state.NodeState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock on the wall that is set forward or back moves dates, and nothing else. */
class ClockStepTest {

  private static final Duration GRACE = Duration.ofMinutes(10);

  private final DiscoveryFixture fixture = new DiscoveryFixture();
  private final List<NodeName> disconnected = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws InterruptedException {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {3600, -3600, -30, 1_000_000_000})
  void theGraceOfAVanishedNodeIsNeitherShorterNorLonger(long seconds) throws Exception {
    fixture
        .byHand()
        .with(any -> any.withVanishPolicy(new VanishPolicy.Disconnect(GRACE, disconnected::add)))
        .named(2)
        .start();
    fixture.round();
    fixture.lookup.remove(QUERY);
    fixture.round();

    fixture.time.step(Duration.ofSeconds(seconds));
    fixture.round();
    fixture.time.advance(GRACE.minusNanos(1));
    fixture.round();
    assertThat(disconnected).isEmpty();
    assertThat(fixture.known(peer(2)).state()).isEqualTo(NodeState.VANISHED);

    fixture.time.advance(Duration.ofNanos(1));
    fixture.round();
    assertThat(disconnected).containsExactly(peer(2));
  }

  @ParameterizedTest
  @ValueSource(longs = {3600, -3600, -30})
  void theNextRoundIsDueWhenItWas(long seconds) throws Exception {
    Discovery discovery = fixture.named(2).start();
    fixture.awaitIdle();

    fixture.time.step(Duration.ofSeconds(seconds));

    assertThat(fixture.pollAfter(INTERVAL.minusNanos(1))).isFalse();
    assertThat(discovery.isLive()).isTrue();
    assertThat(fixture.pollAfter(Duration.ofNanos(1))).isTrue();
    assertThat(fixture.rounds())
        .extracting(DiscoveryRound::startedAt)
        .containsExactly(ManualTime.START, ManualTime.START.plusSeconds(seconds).plus(INTERVAL));
  }
}
