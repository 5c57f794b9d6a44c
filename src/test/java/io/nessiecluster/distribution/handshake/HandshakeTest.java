package io.nessiecluster.distribution.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nessiecluster.distribution.handshake.AcceptorState.Verdict;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Challenge;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeAck;
import io.nessiecluster.distribution.handshake.HandshakeMessage.ChallengeReply;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromAcceptor;
import io.nessiecluster.distribution.handshake.HandshakeMessage.FromInitiator;
import io.nessiecluster.distribution.handshake.HandshakeMessage.NamedStatus;
import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Status;
import io.nessiecluster.distribution.handshake.HandshakeMessage.Word;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HandshakeTest {

  private static final long FLAGS = DistributionFlag.HIDDEN_NODE;
  private static final Secret SECRET = Secret.of("monster");
  private static final LocalNode A = new LocalNode("a@h", FLAGS, 5, SECRET);
  private static final LocalNode B = new LocalNode("b@h", FLAGS | 1, 6, SECRET);
  private static final PeerNode PEER_A = new PeerNode("a@h", FLAGS, 5);
  private static final PeerNode PEER_B = new PeerNode("b@h", FLAGS | 1, 6);

  private static InitiatorState dial() {
    return Handshake.initiate(A, "b@h", 11, () -> false).state();
  }

  private static AcceptorState accept(Verdict verdict) {
    return Handshake.accept(B, 22, peer -> verdict).state();
  }

  private static SendName nameOf(LocalNode node) {
    return new SendName(node.flags(), node.creation(), node.name());
  }

  @Property
  void twoSidesOfOneCookieLinkUpWhateverTheVerdict(
      @ForAll int challengeA, @ForAll int challengeB, @ForAll boolean alive) {
    Verdict verdict = alive ? Verdict.ALIVE : Verdict.OK;
    var initiator = Handshake.initiate(A, "b@h", challengeA, () -> false);
    HandshakeStep<InitiatorState> a = initiator;
    HandshakeStep<AcceptorState> b = Handshake.accept(B, challengeB, peer -> verdict);
    List<HandshakeMessage> toB = new ArrayList<>(a.send());
    List<HandshakeMessage> toA = new ArrayList<>();
    while (!toB.isEmpty() || !toA.isEmpty()) {
      if (!toB.isEmpty()) {
        b =
            ((HandshakeStep.Next<AcceptorState>) b)
                .state()
                .receive((FromInitiator) toB.removeFirst());
        toA.addAll(b.send());
      } else {
        a =
            ((HandshakeStep.Next<InitiatorState>) a)
                .state()
                .receive((FromAcceptor) toA.removeFirst());
        toB.addAll(a.send());
      }
    }
    assertThat(a).isEqualTo(new HandshakeStep.Done<>(List.of(), PEER_B));
    assertThat(b)
        .isInstanceOfSatisfying(
            HandshakeStep.Done.class, done -> assertThat(done.peer()).isEqualTo(PEER_A));
  }

  @Property
  void theStatusDecidesHowTheInitiatorGoesOn(@ForAll Word word, @ForAll boolean linkHeld) {
    var step = Handshake.initiate(A, "b@h", 11, () -> linkHeld).state().receive(new Status(word));
    switch (word) {
      case OK, OK_SIMULTANEOUS ->
          assertThat(step)
              .isEqualTo(
                  new HandshakeStep.Next<>(
                      List.of(), new InitiatorState.AwaitChallenge(A, "b@h", 11)));
      case ALIVE -> {
        assertThat(step.send()).containsExactly(new Status(linkHeld ? Word.FALSE : Word.TRUE));
        assertThat(step)
            .isInstanceOf(linkHeld ? HandshakeStep.Yielded.class : HandshakeStep.Next.class);
      }
      case NOK -> assertThat(step).isInstanceOf(HandshakeStep.Yielded.class);
      case NOT_ALLOWED -> assertFails(step, HandshakeFailure.NOT_ALLOWED);
      case TRUE, FALSE -> assertFails(step, HandshakeFailure.PROTOCOL_ERROR);
    }
  }

  @Example
  void everyWrongNextMessageIsAProtocolError() {
    List<FromAcceptor> answers =
        List.of(
            new Status(Word.OK),
            new NamedStatus("a@h", 1),
            new Challenge(FLAGS, 22, 6, "b@h"),
            new ChallengeAck(SECRET.answer(11)));
    List<InitiatorState> states =
        List.of(
            dial(),
            new InitiatorState.AwaitChallenge(A, "b@h", 11),
            new InitiatorState.AwaitAck(A, PEER_B, 11));
    List<Class<?>> allowed = List.of(Status.class, Challenge.class, ChallengeAck.class);
    for (int i = 0; i < states.size(); i++) {
      for (FromAcceptor answer : answers) {
        if (!allowed.get(i).isInstance(answer)) {
          assertFails(states.get(i).receive(answer), HandshakeFailure.PROTOCOL_ERROR);
        }
      }
    }

    List<FromInitiator> questions =
        List.of(nameOf(A), new Status(Word.OK), new ChallengeReply(11, SECRET.answer(22)));
    List<AcceptorState> accepting =
        List.of(
            accept(Verdict.OK),
            new AcceptorState.AwaitAliveReply(B, PEER_A, 22),
            new AcceptorState.AwaitReply(B, PEER_A, 22));
    List<Class<?>> expected = List.of(SendName.class, Void.class, ChallengeReply.class);
    for (int i = 0; i < accepting.size(); i++) {
      for (FromInitiator question : questions) {
        if (!expected.get(i).isInstance(question)) {
          assertFails(accepting.get(i).receive(question), HandshakeFailure.PROTOCOL_ERROR);
        }
      }
    }
  }

  @Example
  void anotherNameThanTheDialledOneIsANameMismatch() {
    var step =
        new InitiatorState.AwaitChallenge(A, "b@h", 11)
            .receive(new Challenge(FLAGS, 22, 6, "b@other"));
    assertFails(step, HandshakeFailure.NAME_MISMATCH);
  }

  @Example
  void aPeerWithoutTheMandatoryFlagsIsIncompatibleOnEitherSide() {
    long tooFew = FLAGS & ~DistributionFlag.V4_NC.mask();
    assertFails(
        new InitiatorState.AwaitChallenge(A, "b@h", 11)
            .receive(new Challenge(tooFew, 22, 6, "b@h")),
        HandshakeFailure.INCOMPATIBLE_VERSION);
    var step = accept(Verdict.OK).receive(new SendName(tooFew, 1, "a@h"));
    assertFails(step, HandshakeFailure.INCOMPATIBLE_VERSION);
    assertThat(step.send()).containsExactly(new Status(Word.NOT_ALLOWED));
  }

  @Example
  void theDigestBitStandsForTheElevenFlagsOfOtp25() {
    assertThat(DistributionFlag.missing(0x403070f94L)).isEmpty();
    assertThat(
            DistributionFlag.missing(
                DistributionFlag.MANDATORY_25_DIGEST.mask()
                    | DistributionFlag.V4_NC.mask()
                    | DistributionFlag.UNLINK_ID.mask()))
        .isEmpty();
    assertThat(DistributionFlag.missing(0)).hasSize(13);
    assertThat(DistributionFlag.missing(DistributionFlag.HIDDEN_NODE)).isEmpty();
  }

  @Property
  void eachMandatoryFlagIsMissedByName(@ForAll DistributionFlag flag) {
    long without = 0x403070f94L & ~flag.mask();
    EnumSet<DistributionFlag> expected = EnumSet.noneOf(DistributionFlag.class);
    if (flag.in(0x403070f94L)) {
      expected.add(flag);
    }
    assertThat(DistributionFlag.missing(without)).isEqualTo(expected);
  }

  @Property
  void aWrongProofOfTheCookieIsAMismatchOnEitherSide(@ForAll byte first) {
    byte[] guess = new byte[Digest.BYTES];
    guess[0] = first;
    assertFails(
        new InitiatorState.AwaitAck(A, PEER_B, 11).receive(new ChallengeAck(new Digest(guess))),
        HandshakeFailure.COOKIE_MISMATCH);
    var step =
        new AcceptorState.AwaitReply(B, PEER_A, 22)
            .receive(new ChallengeReply(1, new Digest(guess)));
    assertFails(step, HandshakeFailure.COOKIE_MISMATCH);
    assertThat(step.send()).as("no proof to one that has none").isEmpty();
  }

  @Example
  void whereThePeerClosedTellsWhy() {
    assertFails(dial().endOfStream(), HandshakeFailure.CLOSED_IN_HANDSHAKE);
    assertFails(
        new InitiatorState.AwaitChallenge(A, "b@h", 11).endOfStream(),
        HandshakeFailure.CLOSED_IN_HANDSHAKE);
    assertFails(
        new InitiatorState.AwaitAck(A, PEER_B, 11).endOfStream(), HandshakeFailure.COOKIE_MISMATCH);
    assertThat(accept(Verdict.OK).endOfStream())
        .as("a mere probe of the port")
        .isInstanceOf(HandshakeStep.Yielded.class);
    assertThat(new AcceptorState.AwaitAliveReply(B, PEER_A, 1).endOfStream())
        .as("the same as the answer false")
        .isInstanceOf(HandshakeStep.Yielded.class);
    assertFails(
        new AcceptorState.AwaitReply(B, PEER_A, 1).endOfStream(), HandshakeFailure.PROTOCOL_ERROR);
  }

  @Property
  void theVerdictDecidesHowTheAcceptorGoesOn(@ForAll Verdict verdict) {
    var step = accept(verdict).receive(nameOf(A));
    Status status = new Status(Word.valueOf(verdict.name()));
    switch (verdict) {
      case OK, OK_SIMULTANEOUS ->
          assertThat(step.send()).containsExactly(status, new Challenge(FLAGS | 1, 22, 6, "b@h"));
      case ALIVE, NOK -> assertThat(step.send()).containsExactly(status);
      case NOT_ALLOWED -> assertFails(step, HandshakeFailure.NOT_ALLOWED);
    }
    assertThat(step instanceof HandshakeStep.Yielded).isEqualTo(verdict == Verdict.NOK);
  }

  @Example
  void anInitiatorThatKeepsItsLinkEndsTheHandshake() {
    var step = new AcceptorState.AwaitAliveReply(B, PEER_A, 22).receive(new Status(Word.FALSE));
    assertThat(step).isInstanceOf(HandshakeStep.Yielded.class);
  }

  @Example
  void aDynamicNameIsRefused() {
    long nameMe = FLAGS | DistributionFlag.NAME_ME.mask();
    var step = accept(Verdict.OK).receive(new SendName(nameMe, 0, "127.0.0.1"));
    assertFails(step, HandshakeFailure.NOT_ALLOWED);
    assertThat(step.send()).containsExactly(new Status(Word.NOT_ALLOWED));
  }

  @Example
  void aNameWithoutAHostIsRefusedAndNeverJudged() {
    AcceptorState state =
        Handshake.accept(
                B,
                22,
                peer -> {
                  throw new AssertionError("asked about " + peer);
                })
            .state();
    for (String name : List.of("a", "a@", "@h")) {
      assertFails(state.receive(new SendName(FLAGS, 0, name)), HandshakeFailure.PROTOCOL_ERROR);
    }
  }

  @Example
  void theCookieNeverShows() {
    assertThat(SECRET.toString()).doesNotContain("monster");
    assertThat(A.toString()).doesNotContain("monster");
    assertThat(dial().toString()).doesNotContain("monster");
    assertThatThrownBy(() -> Secret.of("s3cr3t".repeat(200)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("s3cr3t");
  }

  private static void assertFails(HandshakeStep<?> step, HandshakeFailure failure) {
    assertThat(step)
        .isInstanceOfSatisfying(
            HandshakeStep.Failed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
  }
}
