package io.nessiecluster.cluster;

import java.util.Locale;

/** Why a connection that was up is no more. */
public enum LossCause {
  /** The peer closed the connection, as a BEAM does that stops or disconnects. */
  CLOSED_BY_PEER,
  /** The network broke the connection: a reset, no route. */
  CONNECTION_RESET,
  /** The peer was silent for longer than net-ticktime. */
  TICK_TIMEOUT,
  /** The peer did not read what it was sent. */
  WRITE_STALLED,
  /** This process could not start a thread for the connection, or get memory. */
  OUT_OF_RESOURCES,
  /** The peer sent what no Erlang node sends. */
  PROTOCOL_ERROR,
  /** The same peer connected anew, and proved the cookie. */
  REPLACED,
  /** This side closed the connection. */
  DISCONNECTED,
  /** This node stopped. */
  NODE_STOPPED,
  /** The node is no longer listed, and nobody said why. */
  UNKNOWN,
  /** The peer closed it for one of another node of this node's name, as it did before. */
  DUPLICATE_OWN_NAME;

  /** The stable name in JSON, logs and metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
