package io.nessiecluster.cluster.round;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.DnsQuery;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.Naming;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.PeerNames;
import io.nessiecluster.cluster.Resolver;
import io.nessiecluster.cluster.state.ClusterState;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.NodeRecord;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Discovery of one cluster. Rounds run one at a time, whoever asks for them ({@link RoundQueue});
 * whoever reads gets a snapshot and never waits for a round.
 *
 * <p>Rounds follow each other by the timer of its {@link Environment}. Without one, whoever started
 * it calls {@link #pollIfDue()} now and then.
 */
public final class Discovery implements AutoCloseable {

  /** How long {@link #close} waits for a running round. */
  public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final DnsCluster cluster;
  private final Resolver resolver;
  private final ClusterState state;
  private final RoundQueue rounds;
  private final Optional<Polling> polling;

  Discovery(DnsCluster cluster, Resolver resolver, Environment environment) {
    NodeName self =
        resolver.listNodes().nodes().stream()
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("the list of nodes must begin with the own node"));
    String basename =
        resolver
            .basename()
            .of(self)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the own node name '%s' has no basename: it must have the form basename@address"
                            .formatted(self)));
    requireNamesFor(cluster);
    this.cluster = cluster;
    ChangeLog changeLog = new ChangeLog(cluster.logger(), environment.nanoTime());
    this.state =
        new ClusterState(
            self,
            resolver.listNodes(),
            cluster.naming() instanceof Naming.ByPeer,
            cluster.vanishPolicy().grace(),
            environment.clock(),
            environment.nanoTime(),
            cluster.history(),
            event -> tell(event, changeLog));
    this.resolver =
        switch (cluster.naming()) {
          case Naming.ByAddress _ -> resolver;
          case Naming.ByPeer(PeerNames names) ->
              resolver.withConnectNode(new MeetingPeers(names, state));
        };
    RoundRunner runner =
        new RoundRunner(
            cluster, this.resolver, environment, self, basename, state, changeLog::begin);
    this.rounds = new RoundQueue(cluster, environment, runner, state);
    this.polling =
        environment.timer().map(timer -> new Polling(this, timer, environment.nanoTime()));
  }

  private static void requireNamesFor(DnsCluster cluster) {
    for (DnsQuery.Name query : cluster.queries()) {
      if (query.isOfAnyBasename() && cluster.naming() instanceof Naming.ByAddress) {
        throw new IllegalStateException(
            "the query '*=%s' is for nodes under names of their own: use withNaming(Naming.ByPeer)"
                .formatted(query.name()));
      }
    }
  }

  /** How this cluster is discovered. */
  public DnsCluster cluster() {
    return cluster;
  }

  /** Where the distribution layer reports connections. */
  public ConnectionListener connectionListener() {
    return state;
  }

  /** What is known now; never waits for a round. */
  public DiscoverySnapshot snapshot() {
    return state.snapshot();
  }

  /** Whether a round has completed, whatever its outcome; never goes back to false. */
  public boolean hasRan() {
    return state.hasRan();
  }

  /** What discovery is doing. */
  public DiscoveryState state() {
    return state.phase();
  }

  /** The last rounds, the newest first; never waits for a round. */
  public List<DiscoveryRound> rounds() {
    return state.rounds();
  }

  /** The last events of a node, the newest first; empty when it is not known. */
  public List<NodeRecord> historyOf(NodeName node) {
    return state.historyOf(node);
  }

  Resolver resolver() {
    return resolver;
  }

  ClusterState clusterState() {
    return state;
  }

  /** Starts polling, or starts it again after a stop; does nothing when it runs. */
  public void start() {
    rounds.start();
    polling.ifPresent(Polling::start);
  }

  /**
   * Runs a round if its time has come; returns at once.
   *
   * @return whether one was asked for
   */
  public boolean pollIfDue() {
    return rounds.pollIfDue();
  }

  /**
   * The time until {@link #pollIfDue()} will ask for a round, not positive when it would now; empty
   * while a polled round runs, and when none is planned.
   */
  public Optional<Duration> untilPoll() {
    return rounds.untilPoll();
  }

  /**
   * Somebody has seen what the DNS may tell by now, such as a node that is not known: with {@link
   * DnsCluster#isEager} a poll that is planned for later is due at once, or a second after the last
   * round, and others follow for a while.
   */
  public void hurry() {
    rounds.hurry();
  }

  /**
   * Asks for a round by hand and returns at once, with empty lists and the number of the round,
   * which runs or will.
   *
   * @throws DiscoveryStoppedException when discovery is stopped
   */
  public DiscoveryResult discoverNodes() throws DiscoveryStoppedException {
    return requestByHand()
        .map(round -> DiscoveryResult.requested(round.number()))
        .orElseGet(this::ignoring);
  }

  /**
   * Asks for a round by hand and waits for it.
   *
   * @param timeout any; zero and less do not wait, and more than 292 years are 292 years
   * @throws DiscoveryTimeoutException when it is not over in time; it goes on
   * @throws DiscoveryStoppedException when discovery is stopped, or is being stopped meanwhile
   */
  public DiscoveryResult discoverNodes(Duration timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    Optional<PendingRound> round = requestByHand();
    if (round.isEmpty()) {
      return ignoring();
    }
    try {
      return DiscoveryResult.of(within(timeout, round.get().done()));
    } catch (TimeoutException e) {
      throw new DiscoveryTimeoutException(timeout);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DiscoveryStoppedException) {
        throw new DiscoveryStoppedException(cluster.name());
      }
      throw new IllegalStateException("the round broke off", e.getCause());
    }
  }

  /**
   * Stops: no further round begins and no further node is dialled; waits for the running round, and
   * interrupts it when it takes longer than {@code timeout}. Connections stay as they are.
   *
   * @return whether the running round ended by itself
   */
  public boolean stop(Duration timeout) throws InterruptedException {
    Optional<PendingRound> last = rounds.stop();
    if (last.isEmpty()) {
      return true;
    }
    try {
      within(timeout, last.get().done());
      return true;
    } catch (ExecutionException e) { // broken off, but by itself
      return true;
    } catch (TimeoutException e) {
      last.get().interrupt();
      return false;
    }
  }

  /**
   * Ends polling for good, and stops as {@link #stop} does, within {@link #CLOSE_TIMEOUT}. Closing
   * twice is closing once.
   */
  @Override
  public void close() {
    polling.ifPresent(Polling::close);
    try {
      var _ = stop(CLOSE_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Whether the loop does what it should: whatever it waits for is within its bound, and the next
   * round is not overdue. Says nothing about the DNS or any peer.
   */
  public boolean isLive() {
    return rounds.isLive();
  }

  /**
   * The time until the next round is due; while one runs, until what it does now must be over.
   * Negative when that is overdue, of which {@link #isLive()} makes an end after a while; empty
   * when discovery is stopped, or no round comes by itself.
   */
  public Optional<Duration> untilDue() {
    return rounds.untilDue();
  }

  private void tell(ClusterEvent event, ChangeLog changeLog) {
    changeLog.accept(event);
    if (Eagerness.isNews(event)) {
      rounds.hurry();
    }
    try {
      cluster.listener().accept(event);
    } catch (RuntimeException e) { // a listener's fault must not break a round or a connection
      cluster.log(Level.ERROR, "a listener threw " + e);
    }
  }

  private DiscoveryResult ignoring() {
    cluster.log(Level.WARNING, "nothing to discover: no query is configured");
    return DiscoveryResult.ignoring(resolver.listNodes().nodes());
  }

  private Optional<PendingRound> requestByHand() throws DiscoveryStoppedException {
    return switch (state()) {
      case STOPPED -> throw new DiscoveryStoppedException(cluster.name());
      case IGNORING -> Optional.empty();
      case RUNNING -> Optional.of(rounds.request());
    };
  }

  private static DiscoveryRound within(Duration timeout, CompletableFuture<DiscoveryRound> round)
      throws ExecutionException, InterruptedException, TimeoutException {
    return round.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
  }
}
