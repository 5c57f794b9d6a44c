package io.nessiecluster.mesh.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.mesh.Member;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is still known when discovery names it again. */
class LeaversTest {

  private static final NodeName NODE = new NodeName("app@10.0.0.2");

  private final Leavers leavers = new Leavers();

  private static MemberMemory member(NodeName name, long creation) {
    Optional<Incarnation> link =
        creation == 0
            ? Optional.empty()
            : Optional.of(new Incarnation(name, creation, Instant.EPOCH));
    return new MemberMemory(
        new Membership.Named(new Member(name, Optional.empty(), creation != 0, creation), link), 0);
  }

  private static MemberMemory linked(NodeName name, long creation) {
    MemberMemory member = member(name, creation);
    member.linked();
    return member;
  }

  private MemberMemory named(NodeName name, long creation) {
    MemberMemory member = member(name, creation);
    leavers.isNamed(member);
    return member;
  }

  @Test
  void whoWasLinkedIsNoNewcomerWhenItIsNamedAgain() {
    leavers.leaves(linked(NODE, 7));

    assertThat(named(NODE, 7).wasLinked()).isTrue();
  }

  @Test
  void whoWasNeverLinkedStillIsOne() {
    leavers.leaves(member(NODE, 7));

    assertThat(named(NODE, 7).wasLinked()).isFalse();
  }

  @Test
  void anotherOneOfItsNameIsOne() {
    leavers.leaves(linked(NODE, 7));

    assertThat(named(NODE, 8).wasLinked()).isFalse();
  }

  @Test
  void whoIsNotLinkedWithUsYetIsRecognizedLater() {
    leavers.leaves(linked(NODE, 7));

    assertThat(named(NODE, 0).wasLinked()).isFalse();
    assertThat(named(NODE, 7).wasLinked()).isTrue();
  }

  @Test
  void theLastAreRemembered() {
    for (int i = 0; i <= Leavers.MOST; i++) {
      leavers.leaves(linked(new NodeName("app@h" + i), 7));
    }

    assertThat(named(new NodeName("app@h0"), 7).wasLinked()).isFalse();
    assertThat(named(new NodeName("app@h1"), 7).wasLinked()).isTrue();
  }
}
