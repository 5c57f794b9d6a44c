package io.nessiecluster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When an event is written. */
class EventMessageTest {

  private static final Instant AT = Instant.parse("2026-12-01T10:00:00Z");

  private final List<String> written = new ArrayList<>();
  private final EventMessage.Forms forms =
      new EventMessage.Forms(event -> write("fields", event), event -> write("line", event));

  private String write(String form, ClusterEvent event) {
    written.add(form);
    return form + " of " + event.code();
  }

  @Test
  void nothingIsWrittenThatNobodyReadsAndEachFormOnceForAll() {
    ClusterEvent event = new ClusterEvent.NodeConnected(AT, new NodeName("app@10.0.0.1"), 0);
    EventMessage message = EventMessage.of(event, forms);
    assertThat(written).isEmpty();

    assertThat(message.line()).isEqualTo("line of node-connected");
    assertThat(message.line()).isEqualTo("line of node-connected");
    assertThat(written).containsExactly("line");

    assertThat(message.fields()).isEqualTo("fields of node-connected");
    assertThat(message.fields()).isEqualTo("fields of node-connected");
    assertThat(written).containsExactly("line", "fields");
  }

  @Test
  void whatHoldsAWholeRoundIsWrittenAtOnceSoThatItsMessageDoesNot() {
    DiscoveryRound round =
        new DiscoveryRound(1, AT, Duration.ofMillis(5), List.of(), List.of(), List.of());
    EventMessage message = EventMessage.of(new ClusterEvent.RoundCompleted(AT, round), forms);
    assertThat(written).containsExactlyInAnyOrder("fields", "line");

    assertThat(message.fields()).isEqualTo("fields of round-completed");
    assertThat(message.line()).isEqualTo("line of round-completed");
    assertThat(written).hasSize(2);
  }
}
