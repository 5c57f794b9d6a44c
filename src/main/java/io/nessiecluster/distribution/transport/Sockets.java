package io.nessiecluster.distribution.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;

/** The few words that all who hold sockets here need. */
public final class Sockets {

  private Sockets() {}

  /**
   * A channel to be connected to an address.
   *
   * @throws IOException when there is no descriptor left for it
   */
  public static SocketChannel channel(InetAddress to) throws IOException {
    return to instanceof Inet4Address
        ? SocketChannel.open(StandardProtocolFamily.INET) // an IPv6 one has more to be set
        : SocketChannel.open();
  }

  /** Closes a socket; one that fails to close is closed all the same. */
  public static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException _) {
      return;
    }
  }

  /** An address, without the interface that it belongs to. */
  public static String text(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  /** {@code address:port}, with brackets around an IPv6 address. */
  public static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
  }
}
