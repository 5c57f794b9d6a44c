package io.nessiecluster.distribution;

import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.epmd.EpmdException;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Tells a node that has ended amid a handshake from one that hangs up on purpose, for both close
 * alike: asks where it was found whether it is still there.
 */
record GoneCheck(EpmdClient epmd, OptionalInt peerPort) {

  private static final Duration PROBE = Duration.ofSeconds(1);

  /** Whether the node is no longer where it was dialled. Takes no longer than the dial may. */
  boolean isGone(Dial dial, HandshakeFailure failure) throws InterruptedException {
    InetSocketAddress address = dial.address();
    if (address == null || !mayBeAnEnd(failure) || dial.deadline.passed()) {
      return false;
    }
    return isElsewhere(dial, address)
        || (failure == HandshakeFailure.CLOSED_IN_HANDSHAKE && refuses(dial, address));
  }

  private static boolean mayBeAnEnd(HandshakeFailure failure) {
    return switch (failure) {
      case CLOSED_IN_HANDSHAKE, COOKIE_MISMATCH, TLS_FAILURE -> true;
      case NOT_ALLOWED,
          NAME_MISMATCH,
          INCOMPATIBLE_VERSION,
          PROTOCOL_ERROR,
          CHALLENGE_REFLECTED,
          OWN_NODE,
          DUPLICATE_OWN_NAME,
          FOREIGN_NAME,
          DUPLICATE_NAME ->
          false;
    };
  }

  private boolean isElsewhere(Dial dial, InetSocketAddress address) throws InterruptedException {
    if (peerPort.isPresent()) {
      return false; // there is no EPMD to ask
    }
    try {
      return epmd.lookup(address.getAddress(), dial.peer.basename(), dial.deadline.left()).port()
          != address.getPort();
    } catch (EpmdException e) {
      return switch (e.reason()) {
        case NAME_NOT_REGISTERED, UNREACHABLE -> true;
        case TIMEOUT, OUT_OF_RESOURCES, NAME_TAKEN, PROTOCOL_ERROR -> false;
      };
    }
  }

  private static boolean refuses(Dial dial, InetSocketAddress address) {
    try (Socket probe = new Socket()) {
      probe.connect(address, Math.max(1, dial.deadline.orIn(PROBE).millisLeft()));
      return false;
    } catch (ConnectException _) {
      return true;
    } catch (IOException _) {
      return false; // no answer in time, or no socket: nothing is known
    }
  }
}
