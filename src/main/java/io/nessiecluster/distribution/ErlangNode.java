package io.nessiecluster.distribution;

import io.nessiecluster.base.Deadline;
import io.nessiecluster.base.EternalLoop;
import io.nessiecluster.distribution.epmd.EpmdClient;
import io.nessiecluster.distribution.etf.Term;
import io.nessiecluster.distribution.handshake.LocalNode;
import io.nessiecluster.distribution.transport.EventLoop;
import io.nessiecluster.distribution.transport.Sockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * An Erlang node: it listens, is known to EPMD, and dials. Safe for use by many threads; no call
 * waits for another's peer.
 *
 * <p>An idle link costs one parked virtual thread and some kilobytes of heap.
 */
public final class ErlangNode implements AutoCloseable {

  private static final int BACKLOG = 1024; // a whole cluster may dial at once
  private static final int LEAST_CREATION = 5; // 0 to 3 are of old nodes, 4 is what BEAMs avoid

  private final NodeSettings settings;
  private final NodeRuntime runtime;
  private final Identity identity;
  private final int port;
  private final EpmdPresence presence;
  private final EventLoop loop;
  private final LinkTable table;
  private final Acceptor acceptor;
  private final Dials dials;
  private final NodeList nodeList;
  private final TickTimer ticks;
  private final Counters counters = Counters.ofNode();
  private final Calls calls;

  private ErlangNode(
      NodeSettings settings,
      NodeRuntime runtime,
      Transport transport,
      LinkListener listener,
      ServerSocket server,
      EpmdPresence presence,
      EventLoop loop,
      int creation) {
    this.settings = settings;
    this.runtime = runtime;
    this.port = server.getLocalPort();
    this.presence = presence;
    this.loop = loop;
    LocalNode local =
        new LocalNode(settings.name(), settings.flags(), creation, settings.cookie().secret());
    this.identity = new Identity(local, runtime.nanoTime());
    LinkEvents events =
        new LinkEvents(RefusalLog.before(listener, runtime.nanoTime()), runtime::start);
    this.table =
        new LinkTable(
            settings.name(),
            events,
            CrossingRule.NET_KERNEL,
            settings.naming(),
            settings.limits().inboundLinks());
    this.calls = new Calls(local, table, counters.calls(), runtime.nanoTime());
    LinkFactory links =
        new LinkFactory(
            table,
            runtime,
            LinkBounds.of(settings.limits(), runtime),
            Calls.caller(local),
            settings.callService(Calls.caller(local)),
            counters);
    this.acceptor =
        new Acceptor(
            server,
            transport.carrier(),
            identity,
            table,
            links,
            events,
            runtime,
            settings.limits());
    EpmdClient epmd = new EpmdClient(settings.epmdPort(), runtime.nanoTime());
    DialHandshakes handshakes =
        new DialHandshakes(identity, transport.carrier(), table, links, loop, runtime);
    this.dials =
        new Dials(
            settings, table, Dialler.of(table, handshakes, epmd, settings.peerPort()), runtime);
    HiddenCheck hidden = new HiddenCheck(identity, transport.carrier(), runtime);
    this.nodeList = NodeList.of(epmd, settings, port, hidden, runtime);
    this.ticks =
        new TickTimer(
            () -> {
              events.resume();
              return table.links();
            },
            settings.netTickTime(),
            runtime.nanoTime());
  }

  /** As {@link #start(NodeSettings, NodeRuntime, Transport, LinkListener)}, over plain TCP. */
  public static ErlangNode start(NodeSettings settings, NodeRuntime runtime, LinkListener listener)
      throws IOException, InterruptedException {
    return start(settings, runtime, Transport.plain(), listener);
  }

  /**
   * Starts a node: listens, registers with EPMD as the settings say, and accepts. Takes a few
   * seconds at most. An EPMD that does not answer is no error: the node registers once one does.
   *
   * @param transport what carries links: the same as at the peers
   * @throws IOException when the port, the name or, if it must be served here, EPMD's port is taken
   */
  public static ErlangNode start(
      NodeSettings settings, NodeRuntime runtime, Transport transport, LinkListener listener)
      throws IOException, InterruptedException {
    ServerSocket server = new ServerSocket();
    EpmdPresence presence = null;
    EventLoop loop = null;
    boolean started = false;
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(settings.bind(), settings.port()), BACKLOG);
      loop = EventLoop.start(runtime::start, runtime.nanoTime());
      presence = EpmdPresence.of(settings, runtime, server.getLocalPort());
      int creation =
          presence
              .start()
              .orElseGet(() -> runtime.random().nextInt(LEAST_CREATION, Integer.MAX_VALUE));
      ErlangNode node =
          new ErlangNode(settings, runtime, transport, listener, server, presence, loop, creation);
      node.ticks.start(runtime.timer());
      try {
        node.acceptor.start();
      } catch (RuntimeException | Error e) {
        node.ticks.close();
        throw e;
      }
      started = true;
      return node;
    } finally {
      if (!started) {
        Sockets.close(server);
        if (presence != null) {
          presence.close();
        }
        if (loop != null) {
          loop.close();
        }
      }
    }
  }

  /**
   * The link to a peer, dialled if there is none. Callers who want the same peer at the same time
   * share one dial; an interrupt of the last of them ends it at once.
   *
   * @param peer {@code basename@host}; the host is an IP address as a rule, IPv6 without brackets
   * @param timeout the bound on everything: EPMD, TCP and handshake. Who joins a dial under way is
   *     also bound by that of the one who began it
   * @throws ConnectFailedException when there is no link, with the typed cause
   * @throws InterruptedException when the calling thread was interrupted
   */
  public Link connect(String peer, Duration timeout)
      throws ConnectFailedException, InterruptedException {
    return dials.await(dials.toName(peer, timeout));
  }

  /**
   * The link to whatever node there is at a target, dialled; to be linked with it already is
   * success. It is called as it says, once it has proven the cookie: {@link Link#peer()}. For nodes
   * {@linkplain PeerNaming#BY_PEER whose peers are}. Callers share dials as those of {@link
   * #connect} do.
   *
   * @param target {@code basename@address}, an IP address without brackets; the basename is {@code
   *     *} for any, which needs {@link NodeSettings#peerPort()}
   * @param timeout the bound on everything: EPMD, TCP and handshake
   * @throws ConnectFailedException when there is no link, with the typed cause: {@code
   *     FOREIGN_NAME} when the basename does not fit or the name is this node's own, {@code
   *     DUPLICATE_NAME} when a node of its name is linked at another address
   * @throws InterruptedException when the calling thread was interrupted
   * @throws IllegalStateException in a node that calls others by address
   */
  public Link connectAt(String target, Duration timeout)
      throws ConnectFailedException, InterruptedException {
    return dials.await(dials.toTarget(target, timeout));
  }

  /**
   * As {@link #connect}, without the wait, and without a thread.
   *
   * @return the link; fails with a {@link ConnectFailedException}. What follows it in the same step
   *     holds up all links of this node, and must return at once. Who cancels it wants the link no
   *     more
   * @throws ConnectFailedException when the name is none to be dialled
   */
  public CompletableFuture<Link> dial(String peer, Duration timeout) throws ConnectFailedException {
    return dials.follow(dials.toName(peer, timeout));
  }

  /** To {@link #connectAt} what {@link #dial} is to {@link #connect}. */
  public CompletableFuture<Link> dialAt(String target, Duration timeout)
      throws ConnectFailedException {
    return dials.follow(dials.toTarget(target, timeout));
  }

  /**
   * The basenames of the nodes that the EPMD at an address lists, without this very node and hidden
   * ones: 100 at most, in the order of the answer. A log line tells when there are more.
   *
   * @param address an IP address, IPv6 without brackets
   * @param visible basenames of nodes there that are known not to be hidden: they are not looked at
   * @param timeout the bound on all questions together
   * @throws ConnectFailedException when EPMD gives no answer, with the typed cause
   * @throws InterruptedException when the calling thread was interrupted
   */
  public List<String> names(String address, Set<String> visible, Duration timeout)
      throws ConnectFailedException, InterruptedException {
    return nodeList.at(
        HostLookup.literal(address), visible, Deadline.in(timeout, runtime.nanoTime()));
  }

  /**
   * Calls a function at a peer and waits for its result, by the best method that the peer offers:
   * {@link CallMethod#ERPC}, else {@link CallMethod#REX}. Never dials: see {@link #connect}.
   *
   * <p>Some thousands of calls may be in flight to one peer at once. A call that is given up, by
   * time-out or interrupt, may run to its end there; its late answer is dropped.
   *
   * @param peer whom to call; there must be a link
   * @param args in the order of the function's parameters
   * @param timeout the bound on everything
   * @return the result; a thrown value is one too, as with {@code rpc:call/5}. One that does not
   *     fit {@link NodeLimits#maxFrameBytes()}, or is nested more than {@link Term#MAX_DEPTH} deep,
   *     loses the link
   * @throws CallFailedException when there is no result, with the typed cause
   * @throws InterruptedException when the calling thread was interrupted
   * @throws IllegalArgumentException when a name is no atom, or the arguments take more than half
   *     of {@link NodeLimits#outboundQueueBytes()}
   */
  public Term call(String peer, String module, String function, List<Term> args, Duration timeout)
      throws CallFailedException, InterruptedException {
    return calls.call(peer, null, Term.atom(module), Term.atom(function), args, timeout);
  }

  /** As {@link #call(String, String, String, List, Duration)}, by a method of choice. */
  public Term call(
      CallMethod method,
      String peer,
      String module,
      String function,
      List<Term> args,
      Duration timeout)
      throws CallFailedException, InterruptedException {
    return calls.call(peer, method, Term.atom(module), Term.atom(function), args, timeout);
  }

  /**
   * Gives this node another cookie: dials and handshakes that begin from now on are by it, links
   * stay as they are.
   *
   * @param overlap for how long a peer that dials may prove the cookie of before, and is answered
   *     by it; zero = no longer. Only that of the last change counts
   * @return whether it is another one; if not, nothing happens, but for the remark
   */
  public boolean changeCookie(Cookie cookie, Duration overlap) {
    return identity.change(cookie, overlap);
  }

  /**
   * Ends the link to a peer.
   *
   * @return whether there was one
   */
  public boolean disconnect(String peer) {
    DistributionConnection link = table.link(peer);
    if (link == null) {
      return false;
    }
    link.lose(LinkEnd.DISCONNECTED, "disconnected by this node");
    return true;
  }

  /**
   * The links at this moment, in no order; never waits for a peer. The same list until a link comes
   * up or is lost.
   */
  @SuppressWarnings("unchecked") // immutable: nothing else can be put into it
  public List<Link> links() {
    return (List<Link>) (List<? extends Link>) table.links();
  }

  /** The link to a peer at this moment, if there is one; never waits for it. */
  public Optional<Link> link(String peer) {
    return Optional.ofNullable(table.link(peer));
  }

  /** Whether the EPMD of a peer's host is asked where it listens; else all have a fixed port. */
  public boolean asksEpmd() {
    return settings.peerPort().isEmpty();
  }

  /** The own name, {@code basename@address}. */
  public String name() {
    return settings.name();
  }

  /** The own incarnation, unsigned: EPMD's, or a random one. */
  public int creation() {
    return identity.now().creation();
  }

  /** Where this node listens. */
  public int port() {
    return port;
  }

  /** Whether EPMD knows this node; always false in {@link EpmdMode#NONE}. */
  public boolean isRegistered() {
    return presence.isRegistered();
  }

  /**
   * The loops that ought to run and do not, by name: none, or this node is past mending and had
   * better be started anew. Never blocks.
   */
  public List<String> deadLoops() {
    return Stream.concat(
            Stream.of(acceptor.loop(), ticks.loop(), loop.loop()), presence.loops().stream())
        .filter(EternalLoop::isDead)
        .map(EternalLoop::name)
        .toList();
  }

  /** What this node has done since its start. */
  public NodeStatistics statistics() {
    int inFlight = table.links().stream().mapToInt(link -> link.calls().size()).sum();
    return new NodeStatistics(
        table.links().size(),
        counters.in().traffic(),
        counters.out().traffic(),
        counters.calls().statistics(inFlight),
        refusedHandshakes());
  }

  /** How many dials of peers came to nothing since the start. */
  public long refusedHandshakes() {
    return acceptor.refused();
  }

  /**
   * Stops accepting, unregisters, ends dials and closes links, which each peer sees as a clean
   * nodedown. Events may follow shortly. Closing twice is closing once.
   */
  @Override
  public void close() {
    acceptor.close();
    presence.close();
    ticks.close();
    table.close();
    loop.close();
  }
}
