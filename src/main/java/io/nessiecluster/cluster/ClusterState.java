package io.nessiecluster.cluster;

import java.time.Instant;
import java.time.InstantSource;
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
  private final VanishPolicy vanishPolicy;
  private final EventOutlet events;
  private final NodeTable nodes;
  private final DnsHealth dns;
  private @Nullable DiscoveryRound lastRound;
  private @Nullable DiscoverySnapshot snapshot;

  ClusterState(
      NodeName self,
      Resolver.ListNodes listNodes,
      VanishPolicy vanishPolicy,
      InstantSource clock,
      Consumer<ClusterEvent> events) {
    this.self = self;
    this.listNodes = listNodes;
    this.vanishPolicy = vanishPolicy;
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

  @Override
  public void linkUp(NodeName node, NodeLink link) {
    change(at -> nodes.linkUp(node, link, at));
  }

  @Override
  public void linkLost(NodeName node, LossCause cause, String detail) {
    change(at -> nodes.linkLost(node, cause, detail, at));
  }

  /** What a round's lookups came to. */
  void lookedUp(List<LookupResult> lookups, Map<NodeName, Set<String>> found) {
    Set<String> unanswered = new HashSet<>();
    for (LookupResult lookup : lookups) {
      if (lookup.outcome().isFailure()) {
        unanswered.add(lookup.query());
      }
    }
    change(
        at -> {
          dns.observe(lookups, at);
          nodes.discovered(found, unanswered, at);
        });
  }

  /** A dial in vain, as soon as it is known. */
  void connectFailed(NodeConnectError error) {
    change(at -> nodes.connectFailed(error, at));
  }

  /** A round is complete. */
  void completed(DiscoveryRound round, Set<NodeName> dialled) {
    change(
        at -> {
          Set<NodeName> connected = new HashSet<>(listNodes.nodes());
          connected.remove(self);
          nodes.reconcile(connected, dialled, at);
          lastRound = round;
          events.accept(new ClusterEvent.RoundCompleted(at, round));
        });
    expireVanished();
  }

  private void expireVanished() {
    List<NodeName> overdue;
    lock.lock();
    try {
      overdue = nodes.expire(vanishPolicy.grace(), clock.instant());
      snapshot = null;
    } finally {
      lock.unlock();
    }
    if (vanishPolicy instanceof VanishPolicy.Disconnect policy) {
      overdue.forEach(policy.disconnectNode()::disconnect);
    }
  }

  private void change(Consumer<Instant> change) {
    lock.lock();
    try {
      change.accept(clock.instant());
      snapshot = null;
    } finally {
      lock.unlock();
    }
    events.drain();
  }
}
