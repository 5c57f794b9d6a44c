package io.nessiecluster.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.handshake.AcceptorState;
import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import io.nessiecluster.distribution.handshake.Digest;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.Handshake;
import io.nessiecluster.distribution.handshake.HandshakeMessage;
import io.nessiecluster.distribution.handshake.HandshakeStep;
import io.nessiecluster.distribution.handshake.InitiatorState;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The cookie is in no text of whatever holds it, nor is a digest, of which it could be guessed. */
class CookieNeverShowsTest {

  private static final String SECRET = "s3cr3t-of-the-cluster";
  private static final Cookie COOKIE = Cookie.of(SECRET);
  private static final LocalNode LOCAL =
      new LocalNode("a@127.0.0.1", DistributionFlag.HIDDEN_NODE, 5, COOKIE.secret());
  private static final HandshakeMessage.Status OK =
      new HandshakeMessage.Status(HandshakeMessage.Word.OK);

  private static void assertNothingShows(Object holder) {
    assertThat(String.valueOf(holder))
        .isNotBlank()
        .doesNotContain(SECRET)
        .doesNotContain(HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)))
        .doesNotContain("[B@");
  }

  @Test
  void inTheSettings() {
    assertNothingShows(COOKIE);
    assertNothingShows(COOKIE.secret());
    assertNothingShows(LOCAL);
    assertNothingShows(NodeSettings.of("a@127.0.0.1", COOKIE, TestNodes.LOOPBACK));
  }

  @Test
  void inAnyStateOfAHandshakeThatIsDialled() {
    HandshakeStep<AcceptorState> step = Handshake.accept(LOCAL, 1, _ -> Verdict.OK);
    assertNothingShows(step);
    step =
        ((HandshakeStep.Next<AcceptorState>) step)
            .state()
            .receive(new HandshakeMessage.SendName(DistributionFlag.HIDDEN_NODE, 5, "b@127.0.0.1"));
    assertNothingShows(step);
    AcceptorState proof = ((HandshakeStep.Next<AcceptorState>) step).state();
    assertNothingShows(
        proof.receive(new HandshakeMessage.ChallengeReply(9, Secret.of("guess").answer(1))));
    step = proof.receive(new HandshakeMessage.ChallengeReply(9, COOKIE.secret().answer(1)));
    assertThat(step).isInstanceOf(HandshakeStep.Done.class);
    assertNothingShows(step);
  }

  @Test
  void inAnyStateOfAHandshakeThatDials() {
    HandshakeStep<InitiatorState> step = Handshake.initiate(LOCAL, "b@127.0.0.1", 1, () -> false);
    assertNothingShows(step);
    step = ((HandshakeStep.Next<InitiatorState>) step).state().receive(OK);
    assertNothingShows(step);
    step =
        ((HandshakeStep.Next<InitiatorState>) step)
            .state()
            .receive(
                new HandshakeMessage.Challenge(DistributionFlag.HIDDEN_NODE, 2, 5, "b@127.0.0.1"));
    assertNothingShows(step);
    InitiatorState proof = ((HandshakeStep.Next<InitiatorState>) step).state();
    assertNothingShows(
        proof.receive(new HandshakeMessage.ChallengeAck(Secret.of("guess").answer(1))));
  }

  @Test
  void inTheMessageAboutAWrongOne() {
    String tooLong = SECRET.repeat(100);
    assertThatThrownBy(() -> Cookie.of(tooLong))
        .satisfies(CookieNeverShowsTest::assertNothingShows);
  }

  @Test
  void norDoesADigest() {
    Digest digest = COOKIE.secret().answer(1);
    assertThat(digest).isEqualTo(COOKIE.secret().answer(1)).isNotEqualTo(COOKIE.secret().answer(2));
    assertThat(digest.toString()).isEqualTo(COOKIE.secret().answer(2).toString());
  }
}
