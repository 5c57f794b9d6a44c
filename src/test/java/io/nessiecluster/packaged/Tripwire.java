package io.nessiecluster.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Listens where the EPMD of an address would, and counts who dials it. */
final class Tripwire implements AutoCloseable {

  private final AtomicInteger dials = new AtomicInteger();
  private final ServerSocket server = new ServerSocket();

  Tripwire(String address, int port) throws IOException {
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), port));
    Thread.ofVirtual().start(this::count);
  }

  int dials() {
    return dials.get();
  }

  private void count() {
    while (!server.isClosed()) {
      try (Socket dial = server.accept()) {
        dials.incrementAndGet();
      } catch (IOException e) {
        continue; // closed, or who dialled is gone again
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
