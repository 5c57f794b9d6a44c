package io.nessiecluster.connector;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.ConnectFailure;
import io.nessiecluster.distribution.LinkEnd;

/** The domain's words for what ends dials and links. */
final class Causes {

  private Causes() {}

  /** Nothing can be dialled, as the own node is not started. */
  static NodeConnectException notAlive(NodeName self) {
    return new NodeConnectException(
        ConnectCause.LOCAL_NODE_IS_NOT_ALIVE, "the own node " + self + " is not started");
  }

  static NodeConnectException of(ConnectFailedException e) {
    return new NodeConnectException(of(e.failure()), e.detail());
  }

  private static ConnectCause of(ConnectFailure failure) {
    return switch (failure) {
      case EPMD_UNREACHABLE -> ConnectCause.EPMD_UNREACHABLE;
      case EPMD_TIMEOUT -> ConnectCause.EPMD_TIMEOUT;
      case NAME_NOT_REGISTERED -> ConnectCause.NAME_NOT_REGISTERED;
      case CONNECTION_REFUSED -> ConnectCause.CONNECTION_REFUSED;
      case CONNECT_TIMEOUT -> ConnectCause.CONNECT_TIMEOUT;
      case HANDSHAKE_TIMEOUT -> ConnectCause.HANDSHAKE_TIMEOUT;
      case NOT_ALLOWED -> ConnectCause.NOT_ALLOWED;
      case COOKIE_MISMATCH -> ConnectCause.COOKIE_MISMATCH;
      case NAME_MISMATCH -> ConnectCause.NAME_MISMATCH;
      case INCOMPATIBLE_VERSION -> ConnectCause.INCOMPATIBLE_VERSION;
      case TLS_FAILURE -> ConnectCause.TLS_FAILURE;
      case ALREADY_CONNECTED -> ConnectCause.ALREADY_CONNECTED;
      case OUT_OF_RESOURCES -> ConnectCause.OUT_OF_RESOURCES;
      case PROTOCOL_ERROR -> ConnectCause.PROTOCOL_ERROR;
      case NODE_STOPPED -> ConnectCause.LOCAL_NODE_IS_NOT_ALIVE;
      case CHALLENGE_REFLECTED -> ConnectCause.CHALLENGE_REFLECTED;
      case CLOSED_IN_HANDSHAKE -> ConnectCause.CLOSED_IN_HANDSHAKE;
      case OWN_NODE -> ConnectCause.OWN_NODE;
      case DUPLICATE_OWN_NAME -> ConnectCause.DUPLICATE_OWN_NAME;
      case FOREIGN_NAME -> ConnectCause.FOREIGN_NAME;
      case DUPLICATE_NAME -> ConnectCause.DUPLICATE_NAME;
    };
  }

  static LossCause of(LinkEnd end) {
    return switch (end) {
      case CLOSED_BY_PEER -> LossCause.CLOSED_BY_PEER;
      case CONNECTION_RESET -> LossCause.CONNECTION_RESET;
      case TICK_TIMEOUT -> LossCause.TICK_TIMEOUT;
      case WRITE_STALLED, OUTBOUND_OVERFLOW -> LossCause.WRITE_STALLED;
      case OUT_OF_RESOURCES -> LossCause.OUT_OF_RESOURCES;
      case PROTOCOL_ERROR -> LossCause.PROTOCOL_ERROR;
      case REPLACED -> LossCause.REPLACED;
      case DISCONNECTED -> LossCause.DISCONNECTED;
      case NODE_STOPPED -> LossCause.NODE_STOPPED;
    };
  }
}
