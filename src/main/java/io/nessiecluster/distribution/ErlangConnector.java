package io.nessiecluster.distribution;

import io.nessiecluster.cluster.ConnectCause;
import io.nessiecluster.cluster.DistributionTraffic;
import io.nessiecluster.cluster.LocalNode;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeLink;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.VanishPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connects the discovery engine to an {@link ErlangNode}: the one class of this package that knows
 * the domain. Until {@link #start} every connect fails as {@code local_node_is_not_alive}.
 */
public final class ErlangConnector
    implements Resolver.ConnectNode,
        Resolver.ListNodes,
        VanishPolicy.DisconnectNode,
        LocalNode.Source,
        DistributionTraffic.Source,
        AutoCloseable {

  /** The names of these very links; a list of links is another one once any of them is. */
  private record Listed(List<Link> links, List<NodeName> nodes) {}

  private final NodeName self;
  private final boolean hidden;
  private volatile @Nullable ErlangNode node;
  private volatile Listed listed;
  private volatile DistributionTraffic last =
      new DistributionTraffic(
          DistributionTraffic.Direction.NONE,
          DistributionTraffic.Direction.NONE,
          calls(new CallStatistics(0, 0, Map.of(), 0)),
          0);

  /** A connector for the node {@code self}, which is not alive yet. */
  public ErlangConnector(NodeName self, boolean hidden) {
    this.self = self;
    this.hidden = hidden;
    this.listed = list(List.of());
  }

  /** Makes the own node alive, with links over plain TCP. */
  public void start(
      NodeSettings settings, NodeRuntime runtime, io.nessiecluster.cluster.LinkListener links)
      throws IOException, InterruptedException {
    start(settings, runtime, Transport.plain(), links);
  }

  /**
   * Makes the own node alive.
   *
   * @param transport what carries the links: plain TCP or TLS, as at the peers
   * @param links is told of every connection from now on
   * @throws IOException when the node cannot listen, or cannot register with EPMD
   * @throws InterruptedException when interrupted meanwhile
   */
  public void start(
      NodeSettings settings,
      NodeRuntime runtime,
      Transport transport,
      io.nessiecluster.cluster.LinkListener links)
      throws IOException, InterruptedException {
    node = ErlangNode.start(settings, runtime, transport, new Reporter(links));
  }

  @Override
  public void connect(NodeName peer, Duration timeout)
      throws NodeConnectException, InterruptedException {
    ErlangNode alive = node;
    if (alive == null) {
      throw new NodeConnectException(
          ConnectCause.LOCAL_NODE_IS_NOT_ALIVE, "the own node " + self + " is not started");
    }
    try {
      alive.connect(peer.text(), timeout);
    } catch (ConnectFailedException e) {
      throw new NodeConnectException(cause(e.failure()), String.valueOf(e.getMessage()));
    }
  }

  /** Sorted by name; made anew only when a link came up or was lost. */
  @Override
  public List<NodeName> nodes() {
    ErlangNode alive = node;
    List<Link> links = alive == null ? List.of() : alive.links();
    Listed current = listed;
    if (current.links() != links) {
      current = list(links);
      listed = current;
    }
    return current.nodes();
  }

  private Listed list(List<Link> links) {
    Stream<NodeName> peers = links.stream().map(link -> new NodeName(link.peer())).sorted();
    return new Listed(links, Stream.concat(Stream.of(self), peers).toList());
  }

  @Override
  public void disconnect(NodeName peer) {
    ErlangNode alive = node;
    if (alive != null) {
      alive.disconnect(peer.text());
    }
  }

  @Override
  public LocalNode localNode() {
    ErlangNode alive = node;
    return new LocalNode(self, alive != null, hidden, alive == null ? 0 : alive.port());
  }

  @Override
  public DistributionTraffic traffic() {
    ErlangNode alive = node;
    if (alive != null) {
      NodeStatistics statistics = alive.statistics();
      last =
          new DistributionTraffic(
              direction(statistics.in()),
              direction(statistics.out()),
              calls(statistics.calls()),
              statistics.refusedHandshakes());
    }
    return last;
  }

  private static DistributionTraffic.Direction direction(Traffic traffic) {
    return new DistributionTraffic.Direction(traffic.frames(), traffic.bytes(), traffic.ticks());
  }

  private static Map<String, Long> calls(CallStatistics statistics) {
    Map<String, Long> calls = new HashMap<>();
    calls.put("ok", statistics.succeeded());
    for (CallFailure failure : CallFailure.values()) {
      calls.put(failure.code(), statistics.failed().getOrDefault(failure, 0L));
    }
    return calls;
  }

  /** Closes every connection and stops listening; the own node is not alive any more. */
  @Override
  public void close() {
    ErlangNode alive = node;
    node = null;
    if (alive != null) {
      alive.close();
    }
  }

  private static ConnectCause cause(ConnectFailure failure) {
    return switch (failure) {
      case EPMD_UNREACHABLE -> ConnectCause.EPMD_UNREACHABLE;
      case EPMD_TIMEOUT -> ConnectCause.EPMD_TIMEOUT;
      case NAME_NOT_REGISTERED -> ConnectCause.NAME_NOT_REGISTERED;
      case CONNECTION_REFUSED -> ConnectCause.CONNECTION_REFUSED;
      case CONNECT_TIMEOUT -> ConnectCause.CONNECT_TIMEOUT;
      case HANDSHAKE_TIMEOUT -> ConnectCause.HANDSHAKE_TIMEOUT;
      case NOT_ALLOWED -> ConnectCause.NOT_ALLOWED;
      case COOKIE_MISMATCH -> ConnectCause.COOKIE_MISMATCH;
      case NAME_MISMATCH -> ConnectCause.NAME_MISMATCH;
      case INCOMPATIBLE_VERSION -> ConnectCause.INCOMPATIBLE_VERSION;
      case TLS_FAILURE -> ConnectCause.TLS_FAILURE;
      case ALREADY_CONNECTED -> ConnectCause.ALREADY_CONNECTED;
      case PROTOCOL_ERROR -> ConnectCause.PROTOCOL_ERROR;
      case NODE_STOPPED -> ConnectCause.LOCAL_NODE_IS_NOT_ALIVE;
    };
  }

  private static io.nessiecluster.cluster.LossCause cause(LossCause cause) {
    return switch (cause) {
      case CLOSED_BY_PEER -> io.nessiecluster.cluster.LossCause.CLOSED_BY_PEER;
      case CONNECTION_RESET -> io.nessiecluster.cluster.LossCause.CONNECTION_RESET;
      case TICK_TIMEOUT -> io.nessiecluster.cluster.LossCause.TICK_TIMEOUT;
      case WRITE_STALLED, OUTBOUND_OVERFLOW -> io.nessiecluster.cluster.LossCause.WRITE_STALLED;
      case PROTOCOL_ERROR -> io.nessiecluster.cluster.LossCause.PROTOCOL_ERROR;
      case REPLACED -> io.nessiecluster.cluster.LossCause.REPLACED;
      case DISCONNECTED -> io.nessiecluster.cluster.LossCause.DISCONNECTED;
      case NODE_STOPPED -> io.nessiecluster.cluster.LossCause.NODE_STOPPED;
    };
  }

  /** Tells the domain of links in its own terms. */
  private record Reporter(io.nessiecluster.cluster.LinkListener links) implements LinkListener {

    @Override
    public void linkUp(Link link) {
      links.linkUp(
          new NodeName(link.peer()),
          new NodeLink(
              switch (link.direction()) {
                case INITIATED -> NodeLink.Direction.OUTBOUND;
                case ACCEPTED -> NodeLink.Direction.INBOUND;
              },
              link.hidden()));
    }

    @Override
    public void linkLost(Link link, LossCause cause, String detail) {
      links.linkLost(new NodeName(link.peer()), cause(cause), detail);
    }
  }
}
