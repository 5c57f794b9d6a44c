package io.nessiecluster.demo;

import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.EpmdMode;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Whom the service dials while an AOT cache is trained: nodes on 127.0.1.1 and up, each with its
 * own EPMD, and a DNS server that names them. All links are dropped again and again, so that there
 * is something to dial in each round. Run by {@code train-aot.sh}, and shipped with nothing.
 */
final class TrainingPeers implements AutoCloseable {

  static final String QUERY = "training.svc.cluster.local.";
  static final String COOKIE = "training";

  private static final int NODES = 60; // what fits one answer over UDP
  private static final int EPMD_PORT = 14_369;
  private static final Duration LINKS_LAST = Duration.ofMillis(300);
  private static final String LOOPBACK = "127.0.0.1";

  private final List<ErlangNode> nodes;
  private final ZoneServer zone;

  private TrainingPeers(List<ErlangNode> nodes, ZoneServer zone) {
    this.nodes = nodes;
    this.zone = zone;
  }

  /** Prints the service's settings, as lines of a shell, and stays until it is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    NodeRuntime runtime = NodeRuntime.system();
    TrainingPeers peers = start(runtime, NODES, EPMD_PORT, LINKS_LAST);
    System.out.println("NESSIE_CLUSTER_QUERY=app=" + QUERY);
    System.out.println("NESSIE_CLUSTER_COOKIE=" + COOKIE);
    System.out.println("NESSIE_CLUSTER_EPMD_PORT=" + EPMD_PORT);
    System.out.println("NESSIE_CLUSTER_DNS_SERVERS=" + peers.dnsServer());
    new CountDownLatch(1).await(); // for good: all other threads are daemons
  }

  /**
   * Starts so many peers, whose links last so long.
   *
   * @throws IOException when an address or a port cannot be had
   */
  static TrainingPeers start(NodeRuntime runtime, int count, int epmdPort, Duration linksLast)
      throws IOException, InterruptedException {
    List<ErlangNode> nodes = new ArrayList<>();
    List<InetAddress> addresses = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      InetAddress address = InetAddress.ofLiteral("127.0.1." + number);
      NodeSettings settings =
          NodeSettings.of("app@127.0.1." + number, Cookie.of(COOKIE), address)
              .withHidden(false)
              .withPort(0)
              .withEpmd(EpmdMode.EMBEDDED, epmdPort);
      nodes.add(ErlangNode.start(settings, runtime, LinkListener.none()));
      addresses.add(address);
    }
    ZoneServer zone =
        ZoneServer.start(InetAddress.ofLiteral(LOOPBACK), QUERY, addresses, runtime.threads());
    TrainingPeers peers = new TrainingPeers(nodes, zone);
    var _ =
        runtime
            .timer()
            .scheduleWithFixedDelay(
                peers::dropLinks,
                linksLast.toMillis(),
                linksLast.toMillis(),
                TimeUnit.MILLISECONDS);
    return peers;
  }

  /** Where the DNS server listens, as {@code host:port}. */
  String dnsServer() {
    return LOOPBACK + ":" + zone.port();
  }

  private void dropLinks() {
    for (ErlangNode node : nodes) {
      node.links().stream().map(Link::peer).forEach(node::disconnect);
    }
  }

  @Override
  public void close() {
    zone.close();
    nodes.forEach(ErlangNode::close);
  }
}
