package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.distribution.control.CallService;
import io.nessiecluster.distribution.handshake.DistributionFlag;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.handshake.PeerNode;
import io.nessiecluster.distribution.handshake.Secret;
import io.nessiecluster.distribution.transport.OutboundQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * One incarnation of a node in the simulation: the real table, links, handshakes and dials' states;
 * its own are the waiting and, for reading and writing, {@link SimSocket}.
 */
final class SimNode implements LinkListener {

  static final long NET_TICK_TIME = 8_000 * SimLoop.MILLI;

  private static final Secret COOKIE = Secret.of("simulated");
  private static final byte[] TICK = new byte[Integer.BYTES];
  private static final ScheduledThreadPoolExecutor NO_TIMER = new ScheduledThreadPoolExecutor(1);

  final SimLoop loop;
  final SimNetwork network;
  final String name;
  final LocalNode local;
  final PeerNaming naming;
  final LinkTable table;
  final Map<Link, SimSocket> sockets = new HashMap<>();
  final Map<String, Integer> ups = new HashMap<>();
  private final LinkFactory links;
  private final Set<SimDial> dials = new LinkedHashSet<>();
  private final Set<SimAccept> accepts = new LinkedHashSet<>();
  private final Set<String> linked = new LinkedHashSet<>();
  private final Set<SimCall> calls = new LinkedHashSet<>();
  private boolean gone;

  SimNode(
      SimLoop loop,
      SimNetwork network,
      String name,
      int creation,
      CrossingRule rule,
      PeerNaming naming) {
    this.loop = loop;
    this.network = network;
    this.name = name;
    this.local = new LocalNode(name, DistributionFlag.HIDDEN_NODE, creation, COOKIE);
    this.naming = naming;
    this.table =
        new LinkTable(
            name,
            new LinkEvents(this, Runnable::run),
            rule,
            naming,
            NodeLimits.DEFAULT.inboundLinks());
    NodeRuntime runtime =
        new NodeRuntime(
            () -> Instant.EPOCH.plusNanos(loop.now()),
            loop::now,
            loop.random,
            task -> {
              throw new IllegalStateException("nothing runs beside the loop: " + task);
            },
            NO_TIMER);
    this.links =
        new LinkFactory(
            table,
            runtime,
            LinkBounds.of(NodeLimits.DEFAULT, runtime),
            Calls.caller(local),
            CallService.REFUSED,
            Counters.ofNode());
    network.listen(name, socket -> event(() -> accepts.add(new SimAccept(this, socket))));
    loop.lasting(loop.upTo(2000), this::look);
  }

  int challenge() {
    return loop.random.nextInt();
  }

  /** Something happens at this node, unless it is gone; who waits here may find its turn come. */
  void event(Runnable action) {
    if (!gone) {
      action.run();
      dials.forEach(SimDial::wake);
    }
  }

  SimLoop.Timer in(long nanos, Runnable action) {
    return loop.in(nanos, () -> event(action));
  }

  /** A thread's next step: others may come in between. */
  void soon(Runnable action) {
    in(loop.upTo(1), action);
  }

  /** As {@link #soon}, of a look that wakes nobody else. */
  void quietly(Runnable action) {
    loop.in(
        loop.upTo(1),
        () -> {
          if (!gone) {
            action.run();
          }
        });
  }

  /** What {@link ErlangNode#connect} does, or {@link ErlangNode#connectAt}. */
  SimCall connect(String peer, Duration timeout) {
    Deadline deadline = Deadline.in(timeout, loop::now);
    Dial dial = table.join(dial(peer, deadline), own -> dials.add(new SimDial(this, own)));
    SimCall call = new SimCall(this, dial, deadline);
    calls.add(call);
    return call;
  }

  private Dial dial(String peer, Deadline deadline) {
    PeerName name = PeerName.parse(peer).orElseThrow();
    return switch (naming) {
      case BY_ADDRESS -> new Dial(name, deadline);
      case BY_PEER ->
          new Dial(name, new Target(name.basename(), SimNetwork.address(peer)), deadline);
    };
  }

  DistributionConnection link(SimSocket socket, PeerNode peer, Link.Direction direction) {
    DistributionConnection link = links.create(socket.stream(), peer, direction);
    sockets.put(link, socket);
    return link;
  }

  /** What {@link DistributionConnection#start} does. */
  void startLink(DistributionConnection link) {
    SimSocket socket = sockets.get(link);
    if (socket != null) {
      socket.onRead(
          _ -> {},
          () -> event(() -> link.lose(LinkEnd.CLOSED_BY_PEER, "the peer closed the connection")));
    }
  }

  private void look() {
    if (gone) {
      return;
    }
    long now = loop.now();
    TickAction.Look look = new TickAction.Look(now, now - NET_TICK_TIME - 1, NET_TICK_TIME);
    for (DistributionConnection link : table.links()) {
      SimSocket socket = sockets.get(link);
      OutboundQueue.Activity wrote = new OutboundQueue.Activity(false, socket.lastWrite);
      switch (TickAction.of(look, socket.lastRead, wrote, look.slowestTicks())) {
        case SEND_TICK -> socket.send(TICK);
        case TICK_TIMEOUT, WRITE_STALLED ->
            event(() -> link.lose(LinkEnd.TICK_TIMEOUT, "nothing heard"));
        case CONTENT -> {}
      }
    }
    loop.lasting(NET_TICK_TIME / 4, this::look);
  }

  @Override
  public void linkUp(Link link) {
    SimSocket socket = sockets.get(link);
    loop.trace(() -> name + " up " + socket);
    SimViolation.unless(!socket.isHostile(), "%s links up with an impostor: %s", name, socket);
    SimViolation.unless(linked.add(link.peer()), "%s hears of a second link: %s", name, socket);
    ups.merge(link.peer(), 1, Integer::sum);
  }

  @Override
  public void linkLost(Link link, LinkEnd cause, String detail) {
    SimSocket socket = sockets.remove(link);
    loop.trace(() -> name + " lost " + socket + " " + cause);
    SimViolation.unless(
        linked.remove(link.peer()), "%s hears of the loss of no link: %s", name, socket);
  }

  void ended(SimDial dial) {
    dials.remove(dial);
  }

  void ended(SimAccept accept) {
    accepts.remove(accept);
  }

  void ended(SimCall call) {
    calls.remove(call);
  }

  /** Whether nothing is under way here. */
  boolean isIdle() {
    return dials.isEmpty() && accepts.isEmpty() && calls.isEmpty();
  }

  /** The number of the connection that carries the link to a peer; 0 without one. */
  int connection(String peer) {
    DistributionConnection link = table.link(peer);
    return link == null ? 0 : sockets.get(link).connection;
  }

  /** What is under way here. */
  String underWay() {
    return "%d dials, %d handshakes of peers, %d callers"
        .formatted(dials.size(), accepts.size(), calls.size());
  }

  Set<String> linkedPeers() {
    return linked;
  }

  /** What {@link ErlangNode#close} does. */
  void close() {
    network.stopListening(name);
    event(
        () -> {
          accepts.forEach(SimAccept::close);
          table.close();
        });
  }

  /**
   * Ends as a process that is killed or, with its machine, without a word to anyone.
   *
   * @param silently whether peers are left with half of a connection
   */
  void crash(boolean silently) {
    gone = true;
    network.stopListening(name);
    for (SimSocket socket : List.copyOf(network.open())) {
      if (socket.owner == this) {
        if (silently) {
          socket.sever();
        }
        socket.close();
      }
    }
  }

  boolean isGone() {
    return gone;
  }
}
