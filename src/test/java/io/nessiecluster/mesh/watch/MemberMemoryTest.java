package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.FakeMeshCalls;
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

  private boolean meets(long creation, Instant linkedSince) {
    return memory.meet(named(creation, linkedSince), 9);
  }

  private static Membership.Named named(long creation, Instant linkedSince) {
    return new Membership.Named(
        new Member(NODE, Optional.empty(), true, creation),
        Optional.of(new Incarnation(NODE, creation, linkedSince)));
  }

  private boolean isNewcomer() {
    return !memory.party(tally(true), 9).everLinked();
  }

  @Test
  void whoWasSeenLinkedStaysSoWhenItsLinkIsReportedAfterItWasListed() {
    MemberMemory listed = new MemberMemory(named(0, Instant.EPOCH), 0);
    listed.linked();
    listed.told(FakeMeshCalls.facts("27", "1.0"), 1);

    assertThat(listed.meet(named(7, Instant.EPOCH), 9)).isTrue();

    assertThat(listed.party(tally(true), 9).everLinked()).isTrue();
    assertThat(listed.facts()).isPresent();
    assertThat(listed.creation()).isEqualTo(7);
  }

  @Test
  void whoseNewLinkIsNotReportedYetIsTakenForWhomItWas() {
    memory.linked();

    assertThat(meets(0, Instant.MAX)).isFalse();
    assertThat(isNewcomer()).isFalse();
    assertThat(meets(1, Instant.MAX)).isTrue();
    assertThat(isNewcomer()).isFalse();
  }

  @Test
  void whoTurnsOutToBeAnotherIncarnationWasNeverSeenLinked() {
    memory.linked();

    assertThat(meets(0, Instant.MAX)).isFalse();
    assertThat(meets(2, Instant.MAX)).isFalse();

    assertThat(isNewcomer()).isTrue();
    assertThat(memory.creation()).isEqualTo(2);
  }

  @Test
  void anotherLinkTellsNothingOfWhoWasBehindTheOneThatWasNeverReported() {
    MemberMemory listed = new MemberMemory(named(0, Instant.EPOCH), 0);
    listed.linked();

    assertThat(listed.meet(named(7, Instant.MAX), 9)).isFalse();

    assertThat(listed.party(tally(true), 9).everLinked()).isFalse();
  }
}
