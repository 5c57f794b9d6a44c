package io.nessiecluster.cluster.round;

import static io.nessiecluster.cluster.round.DiscoveryFixture.peer;
import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.NodeConnectError;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A DNS that names ever more nodes finds a bound, and an operator finds the rest. */
class PlacesTest {

  private final DiscoveryFixture fixture = new DiscoveryFixture().byHand();

  private void named(int from, int count) {
    fixture.named(IntStream.range(from, from + count).toArray());
  }

  @Test
  void nodesBeyondTheBoundAreListedAndNotDialled() throws Exception {
    try (fixture) {
      named(2, Places.MOST + 150);
      var round = fixture.start().discoverNodes(DiscoveryFixture.BOUND);

      assertThat(round.nodes()).hasSize(Places.MOST + 1);
      assertThat(round.errors())
          .hasSize(100)
          .extracting(NodeConnectError::cause)
          .containsOnly(ConnectCause.OUT_OF_RESOURCES);
      assertThat(round.errors().getFirst().node()).isEqualTo(peer(Places.MOST + 2));
      assertThat(round.errors().getFirst().detail()).contains("150 find no place");
      assertThat(fixture.logged("the DNS names 150 nodes more")).hasSize(1);
    }
  }
}
