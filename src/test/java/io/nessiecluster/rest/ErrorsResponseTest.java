package io.nessiecluster.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.LossPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What failed, as it is told to a reader who comes at any moment. */
class ErrorsResponseTest {

  private static final NodeName NODE = new NodeName("app@10.0.0.2");
  private static final LossPattern PATTERN =
      new LossPattern(ConnectCause.DUPLICATE_OWN_NAME, 4, Duration.ofSeconds(5));

  private static DiscoveryRound round(NodeConnectError... errors) {
    return new DiscoveryRound(
        7, Instant.EPOCH, Duration.ZERO, List.of(NODE), List.of(errors), List.of());
  }

  @Test
  void aNodeThatFlapsIsAnErrorThoughItIsConnectedAtThisMoment() {
    ErrorsResponse response = ErrorsResponse.of(round(), Map.of(NODE, PATTERN));

    assertThat(response.errors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.node()).isEqualTo(NODE.text());
              assertThat(error.cause()).isEqualTo("duplicate_own_name");
              assertThat(error.hint()).contains("node.name");
            });
    assertThat(response.flapping())
        .containsExactly(
            new FlappingResponse(
                NODE.text(),
                "duplicate_own_name",
                4,
                5000,
                PATTERN.detail(),
                ConnectCause.DUPLICATE_OWN_NAME.hint()));
  }

  @Test
  void itIsNotListedTwice() {
    NodeConnectError held = new NodeConnectError(NODE, PATTERN.cause(), "dialled again in 9 s");

    assertThat(ErrorsResponse.of(round(held), Map.of(NODE, PATTERN)).errors())
        .singleElement()
        .extracting(NodeErrorResponse::detail)
        .isEqualTo("dialled again in 9 s");
  }
}
