package io.nessiecluster.distribution;

import io.nessiecluster.distribution.epmd.EpmdException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Why a node could not be connected. */
public enum ConnectFailure {
  /** Nothing answers as EPMD there, or the host name is unknown. */
  EPMD_UNREACHABLE,
  /** EPMD there, or the lookup of the host name, did not answer in time. */
  EPMD_TIMEOUT,
  /** EPMD there knows no node of this basename. */
  NAME_NOT_REGISTERED,
  /** Nothing listens at the port that EPMD names. */
  CONNECTION_REFUSED,
  /** The port did not answer in time, or there is no way to it. */
  CONNECT_TIMEOUT,
  /** The port accepts, but the handshake did not end in time. */
  HANDSHAKE_TIMEOUT,
  /** The node refuses this one. */
  NOT_ALLOWED,
  /** The two hold different cookies. */
  COOKIE_MISMATCH,
  /** The node that answered calls itself by another name. */
  NAME_MISMATCH,
  /** The node is older than OTP 25. */
  INCOMPATIBLE_VERSION,
  /** One side speaks TLS and the other does not, or a certificate was refused. */
  TLS_FAILURE,
  /** The name is in use: it is this node's own. */
  ALREADY_CONNECTED,
  /** This process could not start a thread, open a socket or get memory. */
  OUT_OF_RESOURCES,
  /** Something sent what no node sends, or the name is none. */
  PROTOCOL_ERROR,
  /** This node was closed. */
  NODE_STOPPED,
  /** The peer's challenge is a pending one of this node: something relays handshakes. */
  CHALLENGE_REFLECTED,
  /** What accepted the connection closed it where a node says something. */
  CLOSED_IN_HANDSHAKE,
  /** The node at that address is this very node, by its real name. */
  OWN_NODE,
  /** Another node, there or dialling from there, calls itself by the name of this one. */
  DUPLICATE_OWN_NAME,
  /** The node at a target is none that was asked for, by its basename, or bears the own name. */
  FOREIGN_NAME,
  /** A node calls itself as one does that is linked at another address. */
  DUPLICATE_NAME;

  /** What it means for a connect that something was thrown that nobody throws in order. */
  static ConnectFailure of(@Nullable Throwable fault) {
    return switch (fault) {
      case OutOfMemoryError _, RejectedExecutionException _ -> OUT_OF_RESOURCES;
      case null, default -> PROTOCOL_ERROR;
    };
  }

  /** What it means for a connect that EPMD gave no answer, or none that helps. */
  static ConnectFailure of(EpmdException.Reason reason) {
    return switch (reason) {
      case UNREACHABLE -> EPMD_UNREACHABLE;
      case TIMEOUT -> EPMD_TIMEOUT;
      case OUT_OF_RESOURCES -> OUT_OF_RESOURCES;
      case NAME_NOT_REGISTERED -> NAME_NOT_REGISTERED;
      case NAME_TAKEN, PROTOCOL_ERROR -> PROTOCOL_ERROR;
    };
  }

  /** The stable name in logs and metrics, such as {@code cookie_mismatch}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
