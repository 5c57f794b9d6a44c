package io.nessiecluster.distribution;

import java.util.Locale;

/** Why a link was lost. */
public enum LinkEnd {
  /** The peer closed the connection: it stopped, or disconnected this node. */
  CLOSED_BY_PEER,
  /** The connection broke. */
  CONNECTION_RESET,
  /** Nothing was heard of the peer for the net-ticktime. */
  TICK_TIMEOUT,
  /** The peer did not take what was written for the net-ticktime. */
  WRITE_STALLED,
  /** The peer made this node answer more than it reads. */
  OUTBOUND_OVERFLOW,
  /** This process could not start a thread for the link, or get memory. */
  OUT_OF_RESOURCES,
  /** The peer sent what no node sends, or a frame over the limit. */
  PROTOCOL_ERROR,
  /** The peer has dialled anew, and proven the cookie. */
  REPLACED,
  /** {@link ErlangNode#disconnect} was called. */
  DISCONNECTED,
  /** {@link ErlangNode#close} was called. */
  NODE_STOPPED;

  /** The stable name in logs and metrics, such as {@code tick_timeout}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
