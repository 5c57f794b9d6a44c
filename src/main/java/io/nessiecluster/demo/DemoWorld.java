package io.nessiecluster.demo;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Six nodes named {@value #BASENAME} on 127.0.0.2 to .7, each with its own EPMD, the last with
 * another cookie, and a DNS server that names them. Each is linked with the service alone; asked
 * whom else it sees, it tells a {@link DemoStory}. One of them dies now and then, and returns.
 */
final class DemoWorld implements AutoCloseable {

  static final String BASENAME = "app";
  static final String QUERY = "app.demo.svc.cluster.local.";

  private static final Logger LOG = Logger.getLogger("io.nessiecluster.demo");
  private static final String LOOPBACK = "127.0.0.1";
  private static final List<String> ADDRESSES =
      IntStream.rangeClosed(2, 7).mapToObj(n -> "127.0.0." + n).toList();
  private static final int OTHER_EPMD_PORT = 24_369;

  private final Cookie cookie;
  private final int epmdPort;
  private final ZoneServer zone;
  private final List<DemoNode> nodes;
  private final Optional<DemoFate> fate;

  private DemoWorld(
      Cookie cookie, int epmdPort, ZoneServer zone, List<DemoNode> nodes, Optional<DemoFate> fate) {
    this.cookie = cookie;
    this.epmdPort = epmdPort;
    this.zone = zone;
    this.nodes = nodes;
    this.fate = fate;
  }

  /**
   * Starts what can be started on this machine, and says what cannot.
   *
   * @throws IOException when not even the DNS server can be started
   */
  static DemoWorld start(NodeRuntime runtime, DemoStory story)
      throws IOException, InterruptedException {
    return start(runtime, ADDRESSES, story, DemoFate.Times.DEFAULT);
  }

  /** The same at other addresses; the node at the last of them has another cookie. */
  static DemoWorld start(
      NodeRuntime runtime, List<String> at, DemoStory story, DemoFate.Times times)
      throws IOException, InterruptedException {
    Cookie cookie = randomCookie(runtime);
    int epmdPort = freeEpmdPort();
    List<DemoNode> all = new ArrayList<>();
    for (String text : at) {
      Cookie own = text.equals(at.getLast()) ? randomCookie(runtime) : cookie;
      NodeSettings settings =
          NodeSettings.of(BASENAME + "@" + text, own, InetAddress.ofLiteral(text))
              .withHidden(false)
              .withPort(0)
              .withEpmd(EpmdMode.EMBEDDED, epmdPort);
      all.add(new DemoNode(settings, runtime));
    }
    DemoMesh mesh = new DemoMesh(story, all);
    List<DemoNode> up = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (DemoNode node : all) {
      try {
        node.start(new DemoAnswers(all.indexOf(node), all, mesh));
        up.add(node);
        addresses.add(InetAddress.ofLiteral(node.address()));
      } catch (IOException e) {
        LOG.warnf(
            "the demo goes on without %s: %s (on macOS: sudo ifconfig lo0 alias %s)",
            node.name(), e.getMessage(), node.address());
      }
    }
    ZoneServer zone =
        ZoneServer.start(InetAddress.ofLiteral(LOOPBACK), QUERY, addresses, runtime.threads());
    Optional<DemoFate> fate =
        all.stream()
            .skip(DemoStory.MORTAL)
            .limit(1)
            .filter(up::contains)
            .findFirst()
            .map(node -> DemoFate.of(node, runtime, times));
    return new DemoWorld(cookie, epmdPort, zone, up, fate);
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

  /** The names of the nodes that could be started, though one of them may be dead now. */
  List<String> nodeNames() {
    return nodes.stream().map(DemoNode::name).toList();
  }

  @Override
  public void close() {
    fate.ifPresent(DemoFate::close);
    zone.close();
    nodes.forEach(DemoNode::close);
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
