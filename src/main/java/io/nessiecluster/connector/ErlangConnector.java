package io.nessiecluster.connector;

import io.nessiecluster.cluster.AddressText;
import io.nessiecluster.cluster.Attempt;
import io.nessiecluster.cluster.ClusterLogger;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.DistributionTraffic;
import io.nessiecluster.cluster.NodeConnectException;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.OwnNode;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.VanishPolicy;
import io.nessiecluster.distribution.CallFailure;
import io.nessiecluster.distribution.CallStatistics;
import io.nessiecluster.distribution.ConnectFailedException;
import io.nessiecluster.distribution.Cookie;
import io.nessiecluster.distribution.ErlangNode;
import io.nessiecluster.distribution.Link;
import io.nessiecluster.distribution.LinkEnd;
import io.nessiecluster.distribution.LinkListener;
import io.nessiecluster.distribution.NodeRuntime;
import io.nessiecluster.distribution.NodeSettings;
import io.nessiecluster.distribution.NodeStatistics;
import io.nessiecluster.distribution.RefusedDial;
import io.nessiecluster.distribution.Traffic;
import io.nessiecluster.distribution.Transport;
import io.nessiecluster.mesh.MeshCalls;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Connects the discovery engine to an {@link ErlangNode}: the one class that knows both. Until
 * {@link #start} every connect fails as {@code local_node_is_not_alive}.
 */
public final class ErlangConnector
    implements Resolver.ConnectNode,
        Resolver.ListNodes,
        VanishPolicy.DisconnectNode,
        OwnNode.Source,
        DistributionTraffic.Source,
        AutoCloseable {

  /** The names of these very links; a list of links is another one once any of them is. */
  private record Listed(List<Link> links, List<NodeName> nodes) {}

  private final NodeName self;
  private final boolean hidden;
  private final ClusterLogger logger;
  private final MeshCalls meshCalls = new ErlangMeshCalls(this::alive);
  private volatile @Nullable ErlangNode node;
  private volatile ErlangMeshCalls.@Nullable Alive started;
  private volatile Listed listed;
  private volatile DistributionTraffic last =
      new DistributionTraffic(
          DistributionTraffic.Direction.NONE,
          DistributionTraffic.Direction.NONE,
          calls(new CallStatistics(0, 0, Map.of(), 0)),
          0);

  /** A connector for the node {@code self}, which is not alive yet. */
  public ErlangConnector(NodeName self, boolean hidden) {
    this(self, hidden, ClusterLogger.system("io.nessiecluster.distribution"));
  }

  /**
   * A connector for the node {@code self}, which is not alive yet.
   *
   * @param logger hears of dials in vain, with the fields {@code address} and {@code cause}
   */
  public ErlangConnector(NodeName self, boolean hidden, ClusterLogger logger) {
    this.self = self;
    this.hidden = hidden;
    this.logger = logger;
    this.listed = list(List.of());
  }

  /** Makes the own node alive, with links over plain TCP. */
  public void start(NodeSettings settings, NodeRuntime runtime, ConnectionListener listener)
      throws IOException, InterruptedException {
    start(settings, runtime, Transport.plain(), listener);
  }

  /**
   * Makes the own node alive.
   *
   * @param transport what carries the links: plain TCP or TLS, as at the peers
   * @param listener is told of every connection from now on
   * @throws IOException when the node cannot listen, or cannot register with EPMD
   * @throws InterruptedException when interrupted meanwhile
   */
  public void start(
      NodeSettings settings, NodeRuntime runtime, Transport transport, ConnectionListener listener)
      throws IOException, InterruptedException {
    ErlangNode alive =
        ErlangNode.start(settings, runtime, transport, new Reporter(listener, logger));
    started = new ErlangMeshCalls.Alive(alive, settings, runtime.nanoTime(), runtime.threads());
    node = alive;
  }

  /**
   * Gives the own node another cookie, see {@link ErlangNode#changeCookie}.
   *
   * @return whether it is another one; never, unless the node is alive
   */
  public boolean changeCookie(Cookie cookie, Duration overlap) {
    ErlangNode alive = node;
    return alive != null && alive.changeCookie(cookie, overlap);
  }

  @Override
  public void connect(NodeName peer, Duration timeout)
      throws NodeConnectException, InterruptedException {
    ErlangNode alive = node;
    if (alive == null) {
      throw Causes.notAlive(self);
    }
    try {
      alive.connect(peer.text(), timeout);
    } catch (ConnectFailedException e) {
      throw Causes.of(e);
    }
  }

  @Override
  public Attempt begin(NodeName peer, Duration timeout, Executor threads, Attempt.End end) {
    return DialAttempt.begin(self, node, alive -> alive.dial(peer.text(), timeout), end);
  }

  /**
   * How the same node meets others at targets, whatever they are called; for one that is started
   * with {@link io.nessiecluster.distribution.PeerNaming#BY_PEER}.
   */
  public PeerNames peerNames() {
    return new ErlangPeerNames(self, () -> node);
  }

  /** How the same node asks members of the mesh. */
  public MeshCalls meshCalls() {
    return meshCalls;
  }

  private ErlangMeshCalls.@Nullable Alive alive() {
    return node == null ? null : started;
  }

  /** Sorted by name; made anew only when a link came up or was lost. */
  @Override
  @SuppressWarnings("ReferenceEquality") // the list is the same one until a link comes or goes
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
  public OwnNode ownNode() {
    ErlangNode alive = node;
    return alive == null
        ? new OwnNode(self, false, hidden, 0)
        : new OwnNode(self, true, hidden, alive.port(), alive.deadLoops());
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

  /** Tells the domain of links in its own terms. */
  private record Reporter(ConnectionListener listener, ClusterLogger logger)
      implements LinkListener {

    @Override
    public void linkUp(Link link) {
      log(link);
      listener.connectionUp(
          new NodeName(link.peer()),
          new NodeConnection(
              switch (link.direction()) {
                case INITIATED -> NodeConnection.Direction.OUTBOUND;
                case ACCEPTED -> NodeConnection.Direction.INBOUND;
              },
              link.hidden(),
              link.displaces(),
              Optional.of(AddressText.of(link.remote().getAddress().getAddress())),
              Integer.toUnsignedLong(link.creation())));
    }

    private static void log(Link link) {
      link.certifiedFor()
          .ifPresent(
              host ->
                  System.getLogger(ErlangConnector.class.getName())
                      .log(
                          Level.DEBUG,
                          "connected to %s over TLS: its certificate bears %s"
                              .formatted(link.peer(), host)));
    }

    @Override
    public void linkLost(Link link, LinkEnd end, String detail) {
      listener.connectionLost(new NodeName(link.peer()), Causes.of(end), detail);
    }

    @Override
    public void logRefused(RefusedDial dial) {
      logger.log(
          Level.WARNING,
          dial.line(),
          Map.of("address", dial.address(), "cause", dial.failure().code()));
    }
  }
}
