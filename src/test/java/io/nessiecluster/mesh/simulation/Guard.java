package io.nessiecluster.mesh.simulation;

/** What forbids joins in a simulation, but for the network. */
enum Guard {
  NOTHING,
  /** Each island registers a name with {@code global}. */
  NAMES,
  /** All nodes of the begin have one database. */
  MNESIA,
  /** RabbitMQ runs at each. */
  PRODUCT
}
