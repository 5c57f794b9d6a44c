package io.nessiecluster.distribution;

import java.util.Locale;

/** Why a call has no result. */
public enum CallFailure {
  /** There is no link to the peer; nothing was sent. */
  NOT_CONNECTED,
  /** Too many calls are in flight over the link; nothing was sent. */
  OVERLOADED,
  /** The peer would not begin the call; the reason tells, such as {@code notsup}. */
  REFUSED,
  /** The function has failed: {@code {badrpc, Reason}}, and the reason is that one. */
  BAD_RPC,
  /** No answer came in time; the function may have run, or still run. */
  TIMEOUT,
  /** The link was lost meanwhile; the function may have run, or still run. */
  NODE_LOST;

  /** The stable name in logs and metrics, such as {@code bad_rpc}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
