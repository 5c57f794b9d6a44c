package io.nessiecluster.cluster;

import java.time.Duration;

/** What becomes of a connected node that the DNS no longer names. */
public sealed interface VanishPolicy {

  /** For how long a vanished node is still shown, and left alone. */
  Duration grace();

  /** It stays connected for as long as it lives. */
  record Keep(Duration grace) implements VanishPolicy {}

  /** It is disconnected when it has been missing for the whole grace period. */
  record Disconnect(Duration grace, DisconnectNode disconnectNode) implements VanishPolicy {}

  /** Closes the connection to a node. */
  @FunctionalInterface
  interface DisconnectNode {
    /** Closes the connection, if there is one. Never blocks. */
    void disconnect(NodeName node);
  }
}
