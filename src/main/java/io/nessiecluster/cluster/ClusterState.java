package io.nessiecluster.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of what discovery knows. Changes are short and never wait for the network, so a
 * reader gets its immutable snapshot at once, whatever a round is doing.
 */
final class ClusterState implements LinkListener {

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private final NodeName self;
  private final Resolver.ListNodes listNodes;
  private final Duration grace;
  private final EventOutlet events;
  private final NodeTable nodes;
  private final DnsHealth dns;
  private volatile @Nullable DiscoveryRound lastRound; // written under the lock
  private @Nullable DiscoverySnapshot snapshot;

  ClusterState(
      NodeName self,
      Resolver.ListNodes listNodes,
      Duration grace,
      InstantSource clock,
      Consumer<ClusterEvent> events) {
    this.self = self;
    this.listNodes = listNodes;
    this.grace = grace;
    this.clock = clock;
    this.events = new EventOutlet(events);
    this.nodes = new NodeTable(this.events);
    this.dns = new DnsHealth(this.events);
  }

  DiscoverySnapshot snapshot() {
    lock.lock();
    try {
      DiscoverySnapshot current = snapshot;
      if (current == null) {
        current =
            new DiscoverySnapshot(
                self,
                lastRound != null,
                Optional.ofNullable(lastRound),
                dns.failedRounds(),
                nodes.nodes());
        snapshot = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a round has completed; costs no snapshot. */
  boolean hasRan() {
    return lastRound != null;
  }

  @Override
  public void linkUp(NodeName node, NodeLink link) {
    change(at -> nodes.linkUp(node, link, at));
  }

  @Override
  public void linkLost(NodeName node, LossCause cause, String detail) {
    change(at -> nodes.linkLost(node, cause, detail, at));
  }

  /** How many rounds in a row had no lookup that taught anything. */
  int failedRounds() {
    lock.lock();
    try {
      return dns.failedRounds();
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a round's lookups came to.
   *
   * @param found each node with the questions whose answers name it
   */
  void lookedUp(List<LookupResult> lookups, Map<NodeName, Set<Question>> found) {
    change(
        at -> {
          dns.observe(lookups, at);
          nodes.discovered(found, Question.unanswered(lookups), at);
        });
  }

  /** A dial in vain, as soon as it is known. */
  void connectFailed(NodeConnectError error) {
    change(at -> nodes.connectFailed(error, at));
  }

  /**
   * A round is complete.
   *
   * @param dialled the nodes that it dialled
   * @return the nodes that have been gone for the grace period and are connected still
   */
  List<NodeName> completed(DiscoveryRound round, Set<NodeName> dialled) {
    List<NodeName> overdue = new ArrayList<>();
    change(
        at -> {
          Set<NodeName> connected = new HashSet<>(listNodes.nodes());
          connected.remove(self);
          nodes.reconcile(connected, dialled, at);
          overdue.addAll(nodes.expire(grace, Question.unanswered(round.lookups()), at));
          lastRound = round;
          events.accept(new ClusterEvent.RoundCompleted(at, round));
        });
    return overdue;
  }

  private void change(Consumer<Instant> change) {
    lock.lock();
    try {
      snapshot = null;
      change.accept(clock.instant());
    } finally {
      lock.unlock();
    }
    events.drain();
  }
}
