package io.nessiecluster.cluster.state;

import io.nessiecluster.cluster.ClusterEvent;
import io.nessiecluster.cluster.DiscoveryRound;
import io.nessiecluster.cluster.NodeName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The last rounds, and the last events of each known node. Who calls must be the only one. */
public final class History {

  /** The entries of one node, and what all its events have made of it. */
  private static final class Log {
    private final Ring<NodeRecord> records;
    private NodeLifecycle lifecycle = NodeLifecycle.UNKNOWN;

    Log(int capacity) {
      records = new Ring<>(capacity);
    }

    void add(ClusterEvent.NodeEvent event) {
      lifecycle = lifecycle.after(event);
      NodeRecord entry = new NodeRecord(event, lifecycle.state());
      NodeRecord newest = records.newest();
      if (newest != null && isSameFailure(newest.event(), event)) {
        records.replaceNewest(entry);
      } else {
        records.add(entry);
      }
    }

    private static boolean isSameFailure(
        ClusterEvent.NodeEvent before, ClusterEvent.NodeEvent event) {
      return before instanceof ClusterEvent.NodeFailing last
          && event instanceof ClusterEvent.NodeFailing now
          && last.error().cause() == now.error().cause();
    }
  }

  private final Ring<DiscoveryRound> rounds;
  private final int eventsPerNode;
  private final Map<NodeName, Log> nodes = new HashMap<>();

  /** Remembers so many rounds, and so many events of each node. */
  public History(int rounds, int eventsPerNode) {
    this.rounds = new Ring<>(rounds);
    this.eventsPerNode = eventsPerNode;
  }

  public void record(ClusterEvent event) {
    switch (event) {
      case ClusterEvent.RoundCompleted completed -> record(completed.round());
      case ClusterEvent.NodeNamed named -> {
        Log target = nodes.remove(named.target());
        Log log = target == null ? new Log(eventsPerNode) : target;
        nodes.computeIfAbsent(named.node(), node -> log).add(named);
      }
      case ClusterEvent.NodeEvent of ->
          nodes.computeIfAbsent(of.node(), node -> new Log(eventsPerNode)).add(of);
      case ClusterEvent.DnsFailing e -> {
        // stands in the round
      }
      case ClusterEvent.DnsRecovered e -> {
        // stands in the round
      }
      case ClusterEvent.ActedByHand e -> {
        // what it changes is an event of its own
      }
      case ClusterEvent.MeshEvent e -> {
        // of no single node, and not of discovery
      }
    }
  }

  private void record(DiscoveryRound round) {
    DiscoveryRound newest = rounds.newest();
    rounds.add(newest == null ? round : round.sharing(newest));
  }

  /** Forgets nodes that are known no more, when there are more logs than nodes. */
  public void retain(int known, Predicate<NodeName> isKnown) {
    if (nodes.size() > known) {
      nodes.keySet().removeIf(isKnown.negate());
    }
  }

  public List<DiscoveryRound> rounds() {
    return rounds.newestFirst();
  }

  public List<NodeRecord> of(NodeName node) {
    Log log = nodes.get(node);
    return log == null ? List.of() : log.records.newestFirst();
  }
}
