package io.nessiecluster.distribution.epmd;

/** A node's place with EPMD, held by an open connection. */
public final class EpmdRegistration implements AutoCloseable {

  private final EpmdSocket socket;
  private final int creation;

  EpmdRegistration(EpmdSocket socket, int creation) {
    this.socket = socket;
    this.creation = creation;
  }

  /** The incarnation that EPMD gave to the node, unsigned; of 16 bits from an old EPMD. */
  public int creation() {
    return creation;
  }

  /**
   * Waits until EPMD goes away or this is closed: the node is not registered then.
   *
   * @throws InterruptedException when the thread was interrupted, which also ends the registration
   */
  public void awaitLoss() throws InterruptedException {
    socket.awaitEnd();
  }

  /** Unregisters the node. */
  @Override
  public void close() {
    socket.close();
  }
}
