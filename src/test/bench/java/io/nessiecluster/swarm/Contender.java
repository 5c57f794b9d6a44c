package io.nessiecluster.swarm;

import java.io.IOException;

/** A process that forms the cluster: the packaged service, or one that we are compared with. */
interface Contender extends AutoCloseable {

  /** Begins a round and returns at once; {@link #endRound} must follow. */
  void beginRound() throws IOException;

  /** Waits for the end of the round. */
  void endRound() throws IOException;

  /** How many peers it says it is connected to. */
  int connected() throws IOException;

  /** Whether it gets faster by running, as a JVM does. */
  boolean warmsUp();

  /** Whether it dials nobody between rounds. */
  boolean staysDisconnected();

  /** The number of its process. */
  long pid();

  @Override
  void close() throws IOException;
}
