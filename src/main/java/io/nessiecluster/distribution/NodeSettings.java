package io.nessiecluster.distribution;

import io.nessiecluster.distribution.call.CallServer;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.etf.Pid;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * What an own node is. Begin with {@link #of} and change what differs.
 *
 * @param name {@code basename@address}; the address must be the one that peers dial, in the same
 *     text; an IPv6 address carries no brackets
 * @param cookie the secret of the cluster
 * @param hidden whether to keep out of the peers' {@code nodes()}; a visible node disturbs {@code
 *     global}, whose protocol this node does not speak
 * @param bind the address to listen at
 * @param port the port to listen at, 0 for any
 * @param epmd how to be known to EPMD
 * @param epmdPort the port of EPMD, here and at the peers; 4369 unless {@code ERL_EPMD_PORT} says
 *     otherwise
 * @param peerPort where every peer listens, as BEAMs with {@code -erl_epmd_port} do; empty to ask
 *     the EPMD of each
 * @param netTickTime a peer that is silent for about this long (at most a quarter longer) is lost;
 *     keep it near the peers' {@code net_ticktime}
 * @param limits bounds on what peers can make this node hold
 * @param naming whether nodes are met by their names, or at targets by whatever name they have
 * @param callHandler answers the calls of peers; empty to refuse them, as a node does unless told
 *     otherwise
 */
public record NodeSettings(
    String name,
    Cookie cookie,
    boolean hidden,
    InetAddress bind,
    int port,
    EpmdMode epmd,
    int epmdPort,
    OptionalInt peerPort,
    Duration netTickTime,
    NodeLimits limits,
    PeerNaming naming,
    Optional<CallHandler> callHandler) {

  /** Where a node listens unless told otherwise. */
  public static final int DEFAULT_PORT = 4370;

  /** Where EPMD listens unless {@code ERL_EPMD_PORT} says otherwise. */
  public static final int DEFAULT_EPMD_PORT = 4369;

  /** OTP's default {@code net_ticktime}. */
  public static final Duration DEFAULT_NET_TICK_TIME = Duration.ofSeconds(60);

  private static final Duration MIN_NET_TICK_TIME = Duration.ofMillis(100);

  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException naming the one that is wrong; never quotes the cookie
   */
  public NodeSettings {
    if (PeerName.parse(name).isEmpty()) {
      throw new IllegalArgumentException("a node name must be basename@address, not " + name);
    }
    if (port < 0 || port > 0xffff || epmdPort < 1 || epmdPort > 0xffff) {
      throw new IllegalArgumentException("no port: " + port + ", or EPMD port: " + epmdPort);
    }
    if (peerPort.isPresent() && (peerPort.getAsInt() < 1 || peerPort.getAsInt() > 0xffff)) {
      throw new IllegalArgumentException("no port of peers: " + peerPort.getAsInt());
    }
    if (netTickTime.compareTo(MIN_NET_TICK_TIME) < 0) {
      throw new IllegalArgumentException("a net-ticktime under 100 ms: " + netTickTime);
    }
  }

  /** Settings of a node that meets others by their names. */
  public NodeSettings(
      String name,
      Cookie cookie,
      boolean hidden,
      InetAddress bind,
      int port,
      EpmdMode epmd,
      int epmdPort,
      OptionalInt peerPort,
      Duration netTickTime,
      NodeLimits limits) {
    this(
        name,
        cookie,
        hidden,
        bind,
        port,
        epmd,
        epmdPort,
        peerPort,
        netTickTime,
        limits,
        PeerNaming.BY_ADDRESS,
        Optional.empty());
  }

  /** A hidden node that listens at {@code bind}, with the default of everything else. */
  public static NodeSettings of(String name, Cookie cookie, InetAddress bind) {
    return new NodeSettings(
        name,
        cookie,
        true,
        bind,
        DEFAULT_PORT,
        EpmdMode.AUTO,
        DEFAULT_EPMD_PORT,
        OptionalInt.empty(),
        DEFAULT_NET_TICK_TIME,
        NodeLimits.DEFAULT);
  }

  /** These settings with a hidden or a visible node. */
  public NodeSettings withHidden(boolean other) {
    return with(copy -> copy.hidden = other);
  }

  /** These settings with another port to listen at, 0 for any. */
  public NodeSettings withPort(int other) {
    return with(copy -> copy.port = other);
  }

  /** These settings with another way to be known to EPMD. */
  public NodeSettings withEpmd(EpmdMode mode, int otherPort) {
    return with(
        copy -> {
          copy.epmd = mode;
          copy.epmdPort = otherPort;
        });
  }

  /** These settings with a port at which every peer listens, EPMD or not. */
  public NodeSettings withPeerPort(int other) {
    return with(copy -> copy.peerPort = OptionalInt.of(other));
  }

  /** These settings with another bound on a peer's silence. */
  public NodeSettings withNetTickTime(Duration other) {
    return with(copy -> copy.netTickTime = other);
  }

  /** These settings with other limits. */
  public NodeSettings withLimits(NodeLimits other) {
    return with(copy -> copy.limits = other);
  }

  /** These settings with another way to call the nodes that are met. */
  public NodeSettings withNaming(PeerNaming other) {
    return with(copy -> copy.naming = other);
  }

  /** These settings with answers to the calls of peers. */
  public NodeSettings withCallHandler(CallHandler other) {
    return with(copy -> copy.callHandler = Optional.of(other));
  }

  long flags() {
    return hidden ? DistributionFlag.HIDDEN_NODE : DistributionFlag.VISIBLE_NODE;
  }

  /**
   * Where the calls of peers go.
   *
   * @param caller a process of this node, as peers know it
   */
  CallService callService(Pid caller) {
    return callHandler
        .<CallService>map(handler -> new CallServer(caller, handler::answer))
        .orElse(CallService.REFUSED);
  }

  private NodeSettings with(Consumer<Copy> change) {
    Copy copy = new Copy(this);
    change.accept(copy);
    return copy.settings();
  }

  /** What can be changed of settings, while it is: each of them is copied here and nowhere else. */
  private static final class Copy {
    private final NodeSettings original;
    private boolean hidden;
    private int port;
    private EpmdMode epmd;
    private int epmdPort;
    private OptionalInt peerPort;
    private Duration netTickTime;
    private NodeLimits limits;
    private PeerNaming naming;
    private Optional<CallHandler> callHandler;

    Copy(NodeSettings original) {
      this.original = original;
      hidden = original.hidden;
      port = original.port;
      epmd = original.epmd;
      epmdPort = original.epmdPort;
      peerPort = original.peerPort;
      netTickTime = original.netTickTime;
      limits = original.limits;
      naming = original.naming;
      callHandler = original.callHandler;
    }

    NodeSettings settings() {
      return new NodeSettings(
          original.name,
          original.cookie,
          hidden,
          original.bind,
          port,
          epmd,
          epmdPort,
          peerPort,
          netTickTime,
          limits,
          naming,
          callHandler);
    }
  }
}
