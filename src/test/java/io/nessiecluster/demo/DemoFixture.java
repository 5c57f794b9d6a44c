package io.nessiecluster.demo;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Nodes of the demo at addresses that only Linux has without asking, none of them up. */
final class DemoFixture {

  private DemoFixture() {}

  static NodeRuntime runtime() {
    return new NodeRuntime(
        Clock.systemUTC(),
        System::nanoTime,
        new SecureRandom(),
        Thread.ofVirtual().factory(),
        Executors.newSingleThreadScheduledExecutor());
  }

  static List<String> addresses(int subnet, int count) {
    return IntStream.range(2, 2 + count).mapToObj(n -> "127.0." + subnet + "." + n).toList();
  }

  static List<DemoNode> nodes(NodeRuntime runtime, List<String> addresses) throws IOException {
    int epmdPort = freePort(addresses.getFirst());
    return addresses.stream()
        .map(
            address ->
                NodeSettings.of(
                        DemoWorld.BASENAME + "@" + address,
                        Cookie.of("demo"),
                        InetAddress.ofLiteral(address))
                    .withPort(0)
                    .withEpmd(EpmdMode.EMBEDDED, epmdPort))
        .map(settings -> new DemoNode(settings, runtime))
        .toList();
  }

  private static int freePort(String address) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, 0));
      return socket.getLocalPort();
    }
  }
}
