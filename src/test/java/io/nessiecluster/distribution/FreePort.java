package io.nessiecluster.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports where nothing listens, and which nobody gets by chance between a test's choice and its use:
 * they lie below those that Linux hands out, and each is chosen once.
 */
public final class FreePort {

  private static final int FIRST = 15_000;
  private static final int COUNT = 15_000;
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private FreePort() {}

  /** A port that is free at all addresses. */
  public static int find() {
    for (int attempt = 0; attempt < COUNT; attempt++) {
      try (ServerSocket socket = new ServerSocket(FIRST + NEXT.getAndIncrement() % COUNT)) {
        return socket.getLocalPort();
      } catch (BindException _) {
        continue; // it is somebody's
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw new IllegalStateException("no port is free");
  }
}
