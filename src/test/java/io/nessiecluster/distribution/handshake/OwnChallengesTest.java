package io.nessiecluster.distribution.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A challenge that this node waits to be answered is answered by no handshake of its own. */
class OwnChallengesTest {

  private static final Secret SECRET = Secret.of("secret");
  private static final long FLAGS = DistributionFlag.HIDDEN_NODE;

  private final LocalNode local = new LocalNode("a@h", FLAGS, 5, SECRET);

  @Test
  void whoDialsGivesNoProofToAChallengeOfItsOwn() {
    try (OwnChallenges.Issued issued = local.challenges().issue(new Random(1))) {
      assertReflected(
          new InitiatorState.AwaitChallenge(local, "b@h", 11)
              .receive(new Challenge(FLAGS, issued.value(), 6, "b@h")));
    }
  }

  @Test
  void whoIsDialledGivesNoProofToAChallengeOfItsOwn() {
    PeerNode peer = new PeerNode("b@h", FLAGS, 6);
    try (OwnChallenges.Issued issued = local.challenges().issue(new Random(1))) {
      assertReflected(
          new AcceptorState.AwaitReply(local, peer, 22)
              .receive(new ChallengeReply(issued.value(), SECRET.answer(22))));
    }
  }

  @Test
  void aChallengeIsPendingUntilEveryHandshakeThatIssuedItIsOver() {
    OwnChallenges challenges = local.challenges();
    OwnChallenges.Issued first = challenges.issue(new Random(7));
    OwnChallenges.Issued second = challenges.issue(new Random(7)); // the same, by chance
    assertThat(first.value()).isEqualTo(second.value());
    first.close();
    assertThat(challenges.isPending(first.value())).isTrue();
    second.close();
    assertThat(challenges.isPending(first.value())).isFalse();
  }

  @Test
  void aForeignChallengeIsAnswered() {
    try (OwnChallenges.Issued issued = local.challenges().issue(new Random(1))) {
      assertThat(
              new InitiatorState.AwaitChallenge(local, "b@h", 11)
                  .receive(new Challenge(FLAGS, issued.value() + 1, 6, "b@h")))
          .isInstanceOf(HandshakeStep.Next.class);
    }
  }

  private static void assertReflected(HandshakeStep<?> step) {
    assertThat(step)
        .isInstanceOfSatisfying(
            HandshakeStep.Failed.class,
            failed -> {
              assertThat(failed.failure()).isEqualTo(HandshakeFailure.CHALLENGE_REFLECTED);
              assertThat(failed.send()).isEqualTo(List.of());
            });
  }
}
