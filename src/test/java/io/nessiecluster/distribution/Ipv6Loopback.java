package io.nessiecluster.distribution;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assumptions;

/** The address ::1, on machines that have it. */
public final class Ipv6Loopback {

  public static final InetAddress ADDRESS = InetAddress.ofLiteral("::1");

  private Ipv6Loopback() {}

  /** Skips the test, with a line that says so, on a machine without ::1. */
  public static void require() {
    try (ServerSocket socket = new ServerSocket(0, 1, ADDRESS)) {
      Assumptions.assumeTrue(socket.isBound());
    } catch (IOException e) {
      System.out.println("skipped: N/A on this machine: tests on ::1: " + e.getMessage());
      Assumptions.abort("N/A: no IPv6 loopback");
    }
  }
}
