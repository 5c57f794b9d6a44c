package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Member;
import io.nessiecluster.mesh.Roster;
import io.nessiecluster.mesh.Tally;
import io.nessiecluster.mesh.View;
import io.nessiecluster.mesh.ViewRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan is told of a member. */
class MemberMemoryTest {

  private static final NodeName NODE = MeshFixture.node(2);
  private static final Incarnation LINK = new Incarnation(NODE, 1, Instant.EPOCH);

  private final MemberMemory memory =
      new MemberMemory(
          new Membership.Named(new Member(NODE, Optional.empty(), true, 1), Optional.of(LINK)), 0);

  private static Tally tally(boolean fresh) {
    return new Tally(fresh, 0, 0, 0, List.of(), List.of());
  }

  @Test
  void aViewIsAsOldAsItsQuestionAndNotAsItsAnswer() {
    ViewRow view = ViewRow.of(new View(List.of()), NODE, Roster.of(List.of(NODE)));
    Answer<ViewRow> answer =
        new Answer<>(
            LINK,
            Optional.of(view),
            Optional.empty(),
            false,
            3,
            Duration.ofNanos(4),
            Instant.EPOCH);
    memory.viewed(view, answer, 9, 1);

    assertThat(memory.party(tally(true), 9).toldAt()).hasValue(3);
    assertThat(memory.party(tally(false), 9).toldAt()).isEmpty();
  }
}
