package io.nessiecluster.cluster;

/**
 * A node that could not be connected in a round.
 *
 * @param node the node that was dialled
 * @param cause why, in one word
 * @param detail why, in one line: what was seen on the wire
 */
public record NodeConnectError(NodeName node, ConnectCause cause, String detail) {

  /** The two errors that nessie_cluster knows. */
  public enum ConnectError {
    FAILED_TO_CONNECT,
    LOCAL_NODE_IS_NOT_ALIVE
  }

  /** The same error of the same dial, by another name of the node. */
  public NodeConnectError of(NodeName other) {
    return new NodeConnectError(other, cause, detail);
  }

  /** The error in the terms of nessie_cluster. */
  public ConnectError error() {
    return cause == ConnectCause.LOCAL_NODE_IS_NOT_ALIVE
        ? ConnectError.LOCAL_NODE_IS_NOT_ALIVE
        : ConnectError.FAILED_TO_CONNECT;
  }
}
