package io.nessiecluster.distribution.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A node that has had another cookie, to which a peer may still hold. */
class FormerSecretTest {

  private static final Secret OLDEST = Secret.of("oldest");
  private static final Secret FORMER = Secret.of("former");
  private static final Secret CURRENT = Secret.of("current");
  private static final PeerNode PEER = new PeerNode("b@h", DistributionFlag.HIDDEN_NODE, 6);
  private static final LocalNode NODE =
      new LocalNode("a@h", DistributionFlag.HIDDEN_NODE, 5, OLDEST)
          .with(CURRENT, Optional.of(FORMER));

  private static HandshakeStep<AcceptorState> dialledBy(Secret theirs, int ours, int challenge) {
    return new AcceptorState.AwaitReply(NODE, PEER, ours)
        .receive(new ChallengeReply(challenge, theirs.answer(ours)));
  }

  @Property
  void whoDialsIsAnsweredByTheCookieThatItProved(@ForAll int ours, @ForAll int theirs) {
    for (Secret secret : List.of(CURRENT, FORMER)) {
      assertThat(dialledBy(secret, ours, theirs))
          .isEqualTo(
              new HandshakeStep.Done<>(List.of(new ChallengeAck(secret.answer(theirs))), PEER));
    }
  }

  @Property
  void noCookieBeforeTheFormerOneIsTaken(@ForAll int ours, @ForAll int theirs) {
    assertThat(dialledBy(OLDEST, ours, theirs))
        .isInstanceOfSatisfying(
            HandshakeStep.Failed.class,
            failed -> {
              assertThat(failed.failure()).isEqualTo(HandshakeFailure.COOKIE_MISMATCH);
              assertThat(failed.send()).as("no proof to one that has none").isEmpty();
            });
  }

  @Property
  void oneThatIsDialledProvesTheCurrentOneAlone(@ForAll int ours) {
    assertThat(
            new InitiatorState.AwaitAck(NODE, PEER, ours)
                .receive(new ChallengeAck(FORMER.answer(ours))))
        .isInstanceOf(HandshakeStep.Failed.class);
    assertThat(
            new InitiatorState.AwaitAck(NODE, PEER, ours)
                .receive(new ChallengeAck(CURRENT.answer(ours))))
        .isInstanceOf(HandshakeStep.Done.class);
  }
}
