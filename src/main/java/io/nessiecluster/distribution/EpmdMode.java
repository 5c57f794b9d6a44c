package io.nessiecluster.distribution;

/** How a node makes itself known to EPMD. */
public enum EpmdMode {
  /** Register with the EPMD that answers at the node's address; if none does, serve one there. */
  AUTO,
  /** Serve an EPMD at the node's address, and register with it. */
  EMBEDDED,
  /** Register with the EPMD that others run at the node's address. */
  EXTERNAL,
  /** Do not register: peers must know the port. */
  NONE
}
