package io.nessiecluster.demo;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Three nodes named {@value #BASENAME} on 127.0.0.2, .3 and .4, each with its own EPMD, the last
 * with another cookie, and a DNS server that names them.
 */
final class DemoWorld implements AutoCloseable {

  static final String BASENAME = "app";
  static final String QUERY = "app.demo.svc.cluster.local.";

  private static final Logger LOG = Logger.getLogger("io.nessiecluster.demo");
  private static final String LOOPBACK = "127.0.0.1";
  private static final List<String> ADDRESSES = List.of("127.0.0.2", "127.0.0.3", "127.0.0.4");
  private static final int OTHER_EPMD_PORT = 24_369;

  private final Cookie cookie;
  private final int epmdPort;
  private final ZoneServer zone;
  private final List<ErlangNode> nodes;

  private DemoWorld(Cookie cookie, int epmdPort, ZoneServer zone, List<ErlangNode> nodes) {
    this.cookie = cookie;
    this.epmdPort = epmdPort;
    this.zone = zone;
    this.nodes = nodes;
  }

  /**
   * Starts what can be started on this machine, and says what cannot.
   *
   * @throws IOException when not even the DNS server can be started
   */
  static DemoWorld start(NodeRuntime runtime) throws IOException, InterruptedException {
    return start(runtime, ADDRESSES);
  }

  /** The same at other addresses; the node at the last of them has another cookie. */
  static DemoWorld start(NodeRuntime runtime, List<String> at)
      throws IOException, InterruptedException {
    Cookie cookie = randomCookie(runtime);
    int epmdPort = freeEpmdPort();
    List<ErlangNode> nodes = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (String text : at) {
      InetAddress address = InetAddress.ofLiteral(text);
      NodeSettings settings =
          NodeSettings.of(
                  BASENAME + "@" + text,
                  text.equals(at.getLast()) ? randomCookie(runtime) : cookie,
                  address)
              .withHidden(false)
              .withPort(0)
              .withEpmd(EpmdMode.EMBEDDED, epmdPort);
      try {
        nodes.add(ErlangNode.start(settings, runtime, LinkListener.none()));
        addresses.add(address);
      } catch (IOException e) {
        LOG.warnf(
            "the demo goes on without %s: %s (on macOS: sudo ifconfig lo0 alias %s)",
            settings.name(), e.getMessage(), text);
      }
    }
    ZoneServer zone =
        ZoneServer.start(InetAddress.ofLiteral(LOOPBACK), QUERY, addresses, runtime.threads());
    return new DemoWorld(cookie, epmdPort, zone, nodes);
  }

  Cookie cookie() {
    return cookie;
  }

  /** The port of every EPMD of this world. */
  int epmdPort() {
    return epmdPort;
  }

  /** Where the DNS server listens, as {@code host:port}. */
  String dnsServer() {
    return LOOPBACK + ":" + zone.port();
  }

  List<String> nodeNames() {
    return nodes.stream().map(ErlangNode::name).toList();
  }

  @Override
  public void close() {
    zone.close();
    nodes.forEach(ErlangNode::close);
  }

  private static Cookie randomCookie(NodeRuntime runtime) {
    byte[] bytes = new byte[16];
    runtime.random().nextBytes(bytes);
    return Cookie.of(HexFormat.of().formatHex(bytes));
  }

  /** 4369, or another one where an EPMD of this machine holds that on all addresses. */
  private static int freeEpmdPort() {
    int usual = NodeSettings.DEFAULT_EPMD_PORT;
    if (isFree(usual)) {
      return usual;
    }
    LOG.infof(
        "port %d is taken, by an EPMD of this machine it seems: the demo uses %d",
        usual, OTHER_EPMD_PORT);
    return OTHER_EPMD_PORT;
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(LOOPBACK), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
