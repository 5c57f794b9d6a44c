package io.nessiecluster.distribution.handshake;

/** Why a handshake failed. */
public enum HandshakeFailure {
  /** The peer refuses this node, or asked for what this node refuses (a dynamic name). */
  NOT_ALLOWED,
  /** The two sides hold different cookies. */
  COOKIE_MISMATCH,
  /** The node that answered is not the one that was dialled. */
  NAME_MISMATCH,
  /** The peer lacks mandatory capabilities, or speaks an older handshake. */
  INCOMPATIBLE_VERSION,
  /** One side seems to speak TLS, the other does not. */
  TLS_FAILURE,
  /** The peer sent what the protocol does not allow here. */
  PROTOCOL_ERROR,
  /** The peer's challenge is a pending one of this node: something relays handshakes. */
  CHALLENGE_REFLECTED,
  /** The peer closed where a node says something: it has ended, or it is a proxy before none. */
  CLOSED_IN_HANDSHAKE,
  /** The node at the other end is this very node. */
  OWN_NODE,
  /** Another node calls itself by the name of this one. */
  DUPLICATE_OWN_NAME,
  /** The node at a target is none that was asked for. */
  FOREIGN_NAME,
  /** The node at a target calls itself as one does that is linked elsewhere. */
  DUPLICATE_NAME
}
