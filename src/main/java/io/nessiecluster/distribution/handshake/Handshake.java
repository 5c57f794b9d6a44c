package io.nessiecluster.distribution.handshake;

import io.nessiecluster.distribution.handshake.HandshakeMessage.SendName;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The two sides of the handshake. Each begins here and then goes from state to state by the
 * messages of the other:
 *
 * <pre>
 * initiator                         acceptor
 *     | ---- SendName ----------------> |
 *     | <--- Status ------------------- |
 *     | ---- Status (to alive only) --> |
 *     | <--- Challenge ---------------- |
 *     | ---- ChallengeReply ----------> |
 *     | <--- ChallengeAck ------------- |
 * </pre>
 *
 * Nothing here waits: the bound in time, and the end of the stream, are the caller's to tell.
 */
public final class Handshake {

  private Handshake() {}

  /**
   * Begins to dial.
   *
   * @param peer the name that is dialled; any other is refused
   * @param challenge from a secure random source
   * @param linkHeld whether this node holds a live link to the peer, asked on {@code alive}
   */
  public static HandshakeStep.Next<InitiatorState> initiate(
      LocalNode local, String peer, int challenge, BooleanSupplier linkHeld) {
    return initiate(local, PeerCheck.named(peer), challenge, linkHeld);
  }

  /**
   * Begins to dial a node of which the name may not be known.
   *
   * @param check which nodes will do
   * @param challenge from a secure random source
   * @param linkHeld whether this node holds a live link to the peer, asked on {@code alive}
   */
  public static HandshakeStep.Next<InitiatorState> initiate(
      LocalNode local, PeerCheck check, int challenge, BooleanSupplier linkHeld) {
    return new HandshakeStep.Next<>(
        List.of(new SendName(local.flags(), local.creation(), local.name())),
        new InitiatorState.AwaitStatus(local, check, challenge, linkHeld));
  }

  /**
   * Begins to be dialled.
   *
   * @param challenge from a secure random source
   * @param admission what to do with the one who dials
   */
  public static HandshakeStep.Next<AcceptorState> accept(
      LocalNode local, int challenge, AcceptorState.Admission admission) {
    return new HandshakeStep.Next<>(
        List.of(), new AcceptorState.AwaitName(local, challenge, admission));
  }
}
