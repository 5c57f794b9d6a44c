package io.nessiecluster.dns;

import io.nessiecluster.base.Deadline;
import java.io.Closeable;
import java.io.IOException;

/**
 * A way to one server that is open: queries go out, and whatever comes back comes in. An interrupt
 * of the thread that waits closes it, and ends the wait with an {@link IOException}.
 */
interface DnsClient extends Closeable {

  /** Sends a message. */
  void send(byte[] message) throws IOException;

  /**
   * The next message.
   *
   * @throws java.net.SocketTimeoutException when none has come in time
   * @throws IOException when none can come any more
   */
  byte[] receive(Deadline end) throws IOException;
}
