package io.nessiecluster.distribution.transport;

import io.nessiecluster.base.Deadline;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket at a deadline, unless it is called off before. For what a time-out of single
 * reads does not bound: a TLS record that comes byte by byte, or a write.
 */
public final class Watchdog implements AutoCloseable {

  private final CountDownLatch done = new CountDownLatch(1);

  private Watchdog() {}

  public static Watchdog start(Socket socket, Deadline deadline, Executor threads) {
    Watchdog watchdog = new Watchdog();
    threads.execute(() -> watchdog.watch(socket, deadline));
    return watchdog;
  }

  private void watch(Socket socket, Deadline deadline) {
    try {
      if (!done.await(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
        Sockets.close(socket);
      }
    } catch (InterruptedException _) {
      Sockets.close(socket);
    }
  }

  /** Leaves the socket open for good. */
  public void callOff() {
    done.countDown();
  }

  @Override
  public void close() {
    callOff();
  }
}
