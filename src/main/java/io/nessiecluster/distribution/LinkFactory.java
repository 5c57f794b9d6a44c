package io.nessiecluster.distribution;

import io.nessiecluster.distribution.call.CallTable;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.handshake.HandshakeFailure;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.transport.ByteStream;

/**
 * Makes a link of a stream on which the handshake is done.
 *
 * @param bounds what the links share
 * @param caller the process that this node's calls come from
 * @param service where the calls of peers go
 * @param node what is counted of all links
 */
record LinkFactory(
    LinkTable table,
    NodeRuntime runtime,
    LinkBounds bounds,
    Pid caller,
    CallService service,
    Counters node) {

  /** A link that has not begun to read and write. */
  DistributionConnection create(ByteStream stream, PeerNode peer, Link.Direction direction) {
    Counters counters = node.ofLink();
    CallTable calls = new CallTable(caller, counters.calls()::late);
    return new DistributionConnection(
        stream, peer, direction, calls, service, counters, runtime, bounds, table::remove);
  }

  /** The failure of a connect, for the failure of its handshake. */
  static ConnectFailure failure(HandshakeFailure failure) {
    return switch (failure) {
      case NOT_ALLOWED -> ConnectFailure.NOT_ALLOWED;
      case COOKIE_MISMATCH -> ConnectFailure.COOKIE_MISMATCH;
      case NAME_MISMATCH -> ConnectFailure.NAME_MISMATCH;
      case INCOMPATIBLE_VERSION -> ConnectFailure.INCOMPATIBLE_VERSION;
      case TLS_FAILURE -> ConnectFailure.TLS_FAILURE;
      case PROTOCOL_ERROR -> ConnectFailure.PROTOCOL_ERROR;
      case CHALLENGE_REFLECTED -> ConnectFailure.CHALLENGE_REFLECTED;
      case CLOSED_IN_HANDSHAKE -> ConnectFailure.CLOSED_IN_HANDSHAKE;
      case OWN_NODE -> ConnectFailure.OWN_NODE;
      case DUPLICATE_OWN_NAME -> ConnectFailure.DUPLICATE_OWN_NAME;
      case FOREIGN_NAME -> ConnectFailure.FOREIGN_NAME;
      case DUPLICATE_NAME -> ConnectFailure.DUPLICATE_NAME;
    };
  }
}
