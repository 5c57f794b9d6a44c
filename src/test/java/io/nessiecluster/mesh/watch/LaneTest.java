package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.base.BelatedThreads;
import io.nessiecluster.cluster.ManualTime;
import io.nessiecluster.cluster.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No member has two questions of a kind, however late threads come; and when each was asked. */
class LaneTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final NodeName NODE = MeshFixture.node(2);

  private final ManualTime time = new ManualTime();
  private final Incarnation member = new Incarnation(NODE, 1, time.instant());
  private final BelatedThreads threads = new BelatedThreads();
  private final List<NodeName> asked = new ArrayList<>();
  private final Lane<String> lane =
      new Lane<>(
          threads,
          time,
          time,
          8,
          TIMEOUT,
          node -> {
            asked.add(node);
            return "an answer";
          });

  private List<Answer<String>> later() {
    time.advance(TIMEOUT.plusSeconds(2));
    return lane.arrived();
  }

  @Test
  void aQuestionThatIsGivenUpBeforeItsThreadHasBegunIsNotAskedByIt() {
    lane.ask(List.of(member));
    assertThat(later()).singleElement().matches(Answer::late);
    lane.ask(List.of(member));
    assertThat(threads.waiting()).isEqualTo(2);

    threads.come();

    assertThat(asked).as("by the second thread alone").containsExactly(NODE);
    assertThat(lane.arrived()).singleElement().matches(answer -> answer.value().isPresent());
  }

  @Test
  void anAnswerTellsWhenItWasAskedForHoweverLateItComes() {
    long asked = time.getAsLong();
    lane.ask(List.of(member));
    time.advance(TIMEOUT);
    threads.come();

    assertThat(lane.arrived())
        .singleElement()
        .satisfies(
            answer -> {
              assertThat(answer.asked()).isEqualTo(asked);
              assertThat(answer.took()).isEqualTo(TIMEOUT);
            });
  }
}
