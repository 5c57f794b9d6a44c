package io.nessiecluster.cluster.state;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.AddressFamilies;
import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.ConnectionListener;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.LookupResult;
import io.nessiecluster.cluster.LossCause;
import io.nessiecluster.cluster.NodeConnectError;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.Question;
import io.nessiecluster.cluster.Resolver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of what discovery knows. Changes are short and never wait for the network, so a
 * reader gets its immutable snapshot at once, whatever a round is doing.
 */
public final class ClusterState implements ConnectionListener {

  /** What a dial has learnt. */
  private record Meeting(NodeName node, NodeName target) {}

  private final StateLock lock = new StateLock();
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final NodeName self;
  private final Resolver.ListNodes listNodes;
  private final Duration grace;
  private final EventOutlet events;
  private final History history; // guarded by the lock, as all the rest is
  private final NodeTable nodes;
  private final DialTargets targets;
  private final DnsHealth dns;
  private final ConditionTracker conditions = new ConditionTracker();
  private final Queue<Meeting> met = new ConcurrentLinkedQueue<>(); // one for each dial of a round
  private volatile DiscoveryState phase = DiscoveryState.STOPPED; // written under the lock
  private volatile @Nullable DiscoveryRound lastRound; // written under the lock
  private @Nullable Instant lastSuccess;
  private Since roundEnd;
  private Since answerEnd;
  private volatile @Nullable DiscoverySnapshot snapshot; // null: out of date; under the lock

  /** Nothing is known yet, and nodes are called by their addresses. */
  public ClusterState(
      NodeName self,
      Resolver.ListNodes listNodes,
      Duration grace,
      InstantSource clock,
      LongSupplier nanoTime,
      History history,
      Consumer<ClusterEvent> events) {
    this(self, listNodes, false, grace, clock, nanoTime, history, events);
  }

  /**
   * Nothing is known yet.
   *
   * @param ownNames whether nodes bear names of their own, and are met at targets
   * @param grace for how long a vanished node is kept
   * @param clock dates what happens, and measures nothing
   * @param nanoTime measures what elapses
   */
  public ClusterState(
      NodeName self,
      Resolver.ListNodes listNodes,
      boolean ownNames,
      Duration grace,
      InstantSource clock,
      LongSupplier nanoTime,
      History history,
      Consumer<ClusterEvent> events) {
    this.self = self;
    this.listNodes = listNodes;
    this.grace = grace;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.roundEnd = Since.now(nanoTime);
    this.answerEnd = roundEnd;
    this.events = new EventOutlet(events);
    this.history = history;
    this.nodes = new NodeTable(ownNames, this::tell, nanoTime);
    this.targets = new DialTargets(lock, nodes);
    this.dns = new DnsHealth(this.events);
    conditions.observe(facts(), clock.instant());
  }

  /** What is known now. Takes no lock unless something has changed since the last reader came. */
  public DiscoverySnapshot snapshot() {
    DiscoverySnapshot current = snapshot;
    return current != null ? current : freshSnapshot();
  }

  private DiscoverySnapshot freshSnapshot() {
    return lock.reading(
        () -> {
          DiscoverySnapshot current = snapshot;
          if (current == null) {
            current =
                new DiscoverySnapshot(
                    self,
                    phase,
                    lastRound != null,
                    Optional.ofNullable(lastRound),
                    Optional.ofNullable(lastSuccess),
                    roundEnd,
                    answerEnd,
                    dns.failedRounds(),
                    nodes.nodes().all(),
                    nodes.flapping(),
                    conditions.conditions(facts()));
            snapshot = current;
          }
          return current;
        });
  }

  private ConditionTracker.Facts facts() {
    return new ConditionTracker.Facts(
        phase,
        Optional.ofNullable(lastRound),
        nodes.nodes().named(),
        nodes.nodes().namedAndConnected(),
        nodes.namedAndFlapping());
  }

  /** What rounds ask before they dial. */
  public DialTargets targets() {
    return targets;
  }

  /** What discovery is doing; costs no snapshot. */
  public DiscoveryState phase() {
    return phase;
  }

  /** Discovery starts, or stops. Tells no event, so that it may be called under any lock. */
  public void become(DiscoveryState next) {
    lock.changing(
        () -> {
          phase = next;
          changed(clock.instant());
        });
  }

  private void changed(Instant at) {
    snapshot = null;
    conditions.observe(facts(), at);
  }

  /** Whether a round has completed; costs no snapshot. */
  public boolean hasRan() {
    return lastRound != null;
  }

  @Override
  public void connectionUp(NodeName node, NodeConnection connection) {
    change(at -> nodes.connectionUp(node, connection, at));
  }

  @Override
  public void connectionLost(NodeName node, LossCause cause, String detail) {
    change(at -> nodes.connectionLost(node, cause, detail, at));
  }

  /** How many rounds in a row had no lookup that taught anything. */
  public int failedRounds() {
    return lock.reading(dns::failedRounds);
  }

  /** Whether the DNS has been failing since the start: no lookup has ever taught anything. */
  public boolean awaitsFirstAnswer() {
    return lock.reading(dns::awaitsFirstAnswer);
  }

  /**
   * The node at a target has told its name and proven the cookie. As a rule its connection tells
   * that, too; so this is looked at with the next change that a round makes, once for all dials.
   */
  public void met(NodeName node, NodeName target) {
    met.add(new Meeting(node, target));
  }

  private void meet(Instant at) {
    for (Meeting next = met.poll(); next != null; next = met.poll()) {
      nodes.named().heard(next.node(), next.target(), at);
    }
  }

  /**
   * What a round's lookups came to.
   *
   * @param found each target with the questions whose answers name it
   */
  public void lookedUp(List<LookupResult> lookups, Map<NodeName, Set<Question>> found) {
    change(
        at -> {
          dns.observe(lookups, at);
          nodes.named().discovered(found, Question.settled(lookups), at);
        });
  }

  /**
   * A dial of a target in vain, as soon as it is known.
   *
   * @return the error in the name of the node
   */
  public NodeConnectError connectFailed(NodeConnectError error) {
    AtomicReference<NodeConnectError> told = new AtomicReference<>(error);
    change(at -> told.set(nodes.connectFailed(error, at)));
    return told.get();
  }

  /**
   * A round is complete.
   *
   * @param dialled the targets that it dialled
   * @return the nodes that have been gone for the grace period and are connected still
   */
  public List<NodeName> completed(DiscoveryRound round, Set<NodeName> dialled) {
    List<NodeName> overdue = new ArrayList<>();
    change(
        at -> {
          meet(at);
          nodes.reconcile(connected(), dialled, at);
          nodes.settle();
          overdue.addAll(nodes.named().expire(grace));
          lastRound = round;
          roundEnd = Since.now(nanoTime);
          if (AddressFamilies.areAnswered(round.lookups())) {
            answerEnd = roundEnd;
          }
          if (round.lookups().stream().noneMatch(lookup -> lookup.outcome().isFailure())) {
            lastSuccess = round.endedAt();
          }
          tell(new ClusterEvent.RoundCompleted(at, round));
        });
    return overdue;
  }

  /** Brings what is known in line with the list of nodes after {@code dialled} were, by hand. */
  public void reconcile(List<NodeName> dialled) {
    change(
        at -> {
          meet(at);
          nodes.reconcile(connected(), Set.copyOf(dialled), at);
        });
  }

  /** The last rounds, the newest first. */
  public List<DiscoveryRound> rounds() {
    return lock.reading(history::rounds);
  }

  /** The last events of a node, the newest first; empty when it is not known. */
  public List<NodeRecord> historyOf(NodeName node) {
    return lock.reading(() -> history.of(node));
  }

  private Set<NodeName> connected() {
    Set<NodeName> connected = new HashSet<>(listNodes.nodes());
    connected.remove(self);
    return connected;
  }

  private void tell(ClusterEvent event) {
    history.record(event);
    events.accept(event);
  }

  private void change(Consumer<Instant> change) {
    lock.changing(
        () -> {
          events.begin();
          Instant at = clock.instant();
          try {
            change.accept(at);
          } finally { // by an exception, too, something may have changed
            changed(at);
          }
          history.retain(nodes.nodes().size(), nodes.nodes()::knows);
        });
    events.drain();
  }
}
