package io.nessiecluster.cluster;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: rounds pass through it one at a time, whoever asks for them. Requests that arrive
 * while a round runs share the next one, so that nobody gets the result of a round that began
 * before the request, and any number of requests costs at most one more round.
 *
 * <p>It has no timer of its own: whoever started it calls {@link #pollIfDue()} now and then.
 */
public final class Discovery {

  /**
   * What a live loop may need beyond its own bounds: a scheduler's resolution, a paused machine.
   */
  static final Duration LIVENESS_GRACE = Duration.ofSeconds(10);

  /** What discovery is doing. */
  public enum State {
    /** Rounds run when due, or when asked for. */
    RUNNING,
    /** There is nothing to query. */
    IGNORING,
    /** Not started, or stopped. */
    STOPPED
  }

  /** A round that runs or will run, and all who wait for it. */
  private static final class Ticket {
    final CompletableFuture<DiscoveryRound> done = new CompletableFuture<>();
    boolean polled;
    @Nullable Future<?> task;
  }

  private final DnsCluster cluster;
  private final Resolver resolver;
  private final DnsCluster.Environment environment;
  private final ClusterState state;
  private final RoundRunner runner;
  private final ConditionTracker conditions = new ConditionTracker();

  private final ReentrantLock gate = new ReentrantLock();
  private volatile boolean stopped = true;
  private @Nullable Ticket running;
  private @Nullable Ticket next;
  private boolean armed; // whether the poll timer runs
  private long dueNanos;
  private long rounds;
  private volatile @Nullable Long aliveUntilNanos; // null = nothing is expected to happen

  Discovery(DnsCluster cluster, Resolver resolver, DnsCluster.Environment environment) {
    NodeName self = resolver.listNodes().nodes().getFirst();
    String basename =
        resolver
            .basename()
            .of(self)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the own node name '%s' has no basename: it must have the form basename@address"
                            .formatted(self)));
    this.cluster = cluster;
    this.resolver = resolver;
    this.environment = environment;
    ChangeLog changeLog = new ChangeLog(cluster.name(), cluster.logger());
    this.state =
        new ClusterState(
            self,
            resolver.listNodes(),
            cluster.vanishPolicy(),
            environment.clock(),
            event -> tell(event, changeLog));
    this.runner = new RoundRunner(cluster, resolver, environment, self, basename, state);
  }

  /** How this cluster is discovered. */
  public DnsCluster cluster() {
    return cluster;
  }

  /** Where the distribution layer reports connections. */
  public LinkListener links() {
    return state;
  }

  /** What is known now; never waits for a round. */
  public DiscoverySnapshot snapshot() {
    return state.snapshot();
  }

  /** Whether a round has completed, whatever its outcome; never goes back to false. */
  public boolean hasRan() {
    return snapshot().hasRan();
  }

  /** What discovery is doing. */
  public State state() {
    if (stopped) {
      return State.STOPPED;
    }
    return cluster.queries().isEmpty() ? State.IGNORING : State.RUNNING;
  }

  /** The state in the form of Kubernetes' conditions; never waits for a round. */
  public List<Condition> conditions() {
    return conditions.evaluate(snapshot(), state(), environment.clock().instant());
  }

  /** Starts polling, or starts it again after a stop; does nothing when it runs. */
  public void start() {
    gate.lock();
    try {
      if (!stopped) {
        return;
      }
      stopped = false;
      armed = cluster.interval().isPresent() && !cluster.queries().isEmpty();
      dueNanos = environment.nanoTime().getAsLong();
    } finally {
      gate.unlock();
    }
    pollIfDue();
  }

  /**
   * Runs a round if its time has come; returns at once.
   *
   * @return whether one was asked for
   */
  public boolean pollIfDue() {
    gate.lock();
    try {
      if (stopped || !armed || environment.nanoTime().getAsLong() - dueNanos < 0) {
        return false;
      }
      armed = false; // until that round has ended
      request().polled = true;
      return true;
    } finally {
      gate.unlock();
    }
  }

  /**
   * Asks for a round by hand and returns at once, with empty lists; the round runs.
   *
   * @throws DiscoveryStoppedException when discovery is stopped
   */
  public DiscoveryResult discoverNodes() throws DiscoveryStoppedException {
    Optional<CompletableFuture<DiscoveryRound>> round = requestByHand();
    return round.isPresent() ? DiscoveryResult.requested() : ignoring();
  }

  /**
   * Asks for a round by hand and waits for it.
   *
   * @throws DiscoveryTimeoutException when it is not over in time; it goes on
   * @throws DiscoveryStoppedException when discovery is stopped, or is being stopped meanwhile
   */
  public DiscoveryResult discoverNodes(Duration timeout)
      throws DiscoveryTimeoutException, DiscoveryStoppedException, InterruptedException {
    Optional<CompletableFuture<DiscoveryRound>> round = requestByHand();
    if (round.isEmpty()) {
      return ignoring();
    }
    try {
      return DiscoveryResult.of(round.get().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
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
    Ticket last;
    gate.lock();
    try {
      stopped = true;
      armed = false;
      aliveUntilNanos = null;
      refuse(next);
      next = null;
      last = running;
    } finally {
      gate.unlock();
    }
    if (last == null) {
      return true;
    }
    try {
      last.done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (TimeoutException e) {
      if (last.task != null) {
        last.task.cancel(true);
      }
      return false;
    }
  }

  /**
   * Whether the loop does what it should: whatever it waits for is within its bound, and the next
   * round is not overdue. Says nothing about the DNS or any peer.
   */
  public boolean isLive() {
    Long until = aliveUntilNanos;
    return until == null || environment.nanoTime().getAsLong() - until <= 0;
  }

  private void tell(ClusterEvent event, ChangeLog changeLog) {
    changeLog.accept(event);
    try {
      cluster.listener().accept(event);
    } catch (RuntimeException e) { // a listener's fault must not break a round or a connection
      cluster.logger().log(Level.ERROR, cluster.name() + ": a listener threw " + e);
    }
  }

  private DiscoveryResult ignoring() {
    cluster
        .logger()
        .log(Level.WARNING, cluster.name() + ": nothing to discover: no query is configured");
    return DiscoveryResult.ignoring(resolver.listNodes().nodes());
  }

  private Optional<CompletableFuture<DiscoveryRound>> requestByHand()
      throws DiscoveryStoppedException {
    gate.lock();
    try {
      return switch (state()) {
        case STOPPED -> throw new DiscoveryStoppedException(cluster.name());
        case IGNORING -> Optional.empty();
        case RUNNING -> Optional.of(request().done);
      };
    } finally {
      gate.unlock();
    }
  }

  /** The ticket of the next round to begin; the caller holds the gate. */
  private Ticket request() {
    if (running == null) {
      Ticket ticket = new Ticket();
      begin(ticket);
      return ticket;
    }
    if (next == null) {
      next = new Ticket();
    }
    return next;
  }

  private void begin(Ticket ticket) {
    running = ticket;
    long number = ++rounds;
    try {
      ticket.task = environment.executor().submit(() -> run(ticket, number));
    } catch (RejectedExecutionException e) { // the executor's owner is closing down
      running = null;
      refuse(ticket);
    }
  }

  private void run(Ticket ticket, long number) {
    try {
      DiscoveryRound round = runner.run(number, () -> stopped, this::expectWithin);
      end(ticket);
      var unused = conditions(); // dates what this round changed
      ticket.done.complete(round);
    } catch (InterruptedException e) { // by stop, when the round outlasted it
      end(ticket);
      refuse(ticket);
    } catch (RuntimeException e) { // the resolver's listNodes threw: go on with the next round
      cluster.logger().log(Level.ERROR, cluster.name() + ": round " + number + " broke off: " + e);
      end(ticket);
      ticket.done.completeExceptionally(e);
    }
  }

  private void end(Ticket ticket) {
    gate.lock();
    try {
      running = null;
      if (ticket.polled && !stopped) {
        arm();
      }
      if (armed) {
        expectWithin(Duration.ofNanos(dueNanos - environment.nanoTime().getAsLong()));
      } else {
        aliveUntilNanos = null;
      }
      Ticket waiting = next;
      next = null;
      if (waiting != null) {
        begin(waiting);
      }
    } finally {
      gate.unlock();
    }
  }

  private void arm() {
    cluster
        .schedule()
        .ifPresent(
            schedule -> {
              Duration delay =
                  schedule.nextDelay(state.snapshot().failedRounds(), environment.random());
              dueNanos = environment.nanoTime().getAsLong() + delay.toNanos();
              armed = true;
            });
  }

  private void expectWithin(Duration time) {
    aliveUntilNanos = environment.nanoTime().getAsLong() + time.plus(LIVENESS_GRACE).toNanos();
  }

  private void refuse(@Nullable Ticket ticket) {
    if (ticket != null) {
      ticket.done.completeExceptionally(new DiscoveryStoppedException(cluster.name()));
    }
  }
}
