package io.nessiecluster.distribution.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The few words that all who hold sockets here need. */
public final class Sockets {

  private Sockets() {}

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
