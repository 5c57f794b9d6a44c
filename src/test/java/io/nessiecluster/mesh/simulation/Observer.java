package io.nessiecluster.mesh.simulation;

import io.nessiecluster.base.Since;
import io.nessiecluster.cluster.ClusterEvent.CheckChanged;
import io.nessiecluster.cluster.Environment;
import io.nessiecluster.cluster.NodeConnection;
import io.nessiecluster.cluster.NodeName;
import io.nessiecluster.cluster.state.DiscoverySnapshot;
import io.nessiecluster.cluster.state.DiscoveryState;
import io.nessiecluster.cluster.state.KnownNode;
import io.nessiecluster.mesh.MeshSettings;
import io.nessiecluster.mesh.plan.Keeping;
import io.nessiecluster.mesh.plan.MeshKeeping;
import io.nessiecluster.mesh.watch.WatchByHand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One life of one replica of this service: discovery as a model, watch and keeper as they are. */
final class Observer {

  private static final long ROUND = 5_000;

  /** A link of ours to a node. */
  record Tie(ModelNode node, long since, Instant at) {}

  final NodeName self;
  final long startedAt;
  final Sightings sightings;
  private final Chronicle chronicle;
  private final Blocks blocks;
  private final GlobalModel global;
  private final Set<NodeName> dns;
  private final List<Observer> replicas; // all that live
  private final Strands strands;
  private final WatchByHand watch;
  private final Map<NodeName, Tie> ties = new TreeMap<>();
  private final Set<NodeName> named = new TreeSet<>();
  private final Set<NodeName> peers = new TreeSet<>();
  private boolean hasRan;
  private boolean sweeping;
  private boolean closed;
  private long armedAt = -1;

  Observer(NodeName self, MeshSettings settings, Stage stage) {
    this.self = self;
    this.chronicle = stage.chronicle;
    this.blocks = stage.blocks;
    this.global = stage.global;
    this.dns = stage.dns;
    this.replicas = stage.observers;
    this.startedAt = chronicle.now();
    this.strands = new Strands(chronicle);
    this.sightings = new Sightings(this);
    this.watch =
        new WatchByHand(
            settings,
            this::discovery,
            stage.sabotage.of(new ModelCalls(this, stage, strands)),
            new Environment(
                chronicle.time, chronicle.time, RandomGenerator.of("L64X128MixRandom"), strands),
            event -> {
              if (!(event instanceof CheckChanged)) {
                chronicle.tell("%s: %s", this, event);
              }
              stage.judge.told(this, event);
            },
            this::arm);
    chronicle.tell("%s starts", this);
    round();
  }

  /** Looks up the names, dials whom it has no link with, and again after a while. */
  private void round() {
    if (closed) {
      return;
    }
    boolean changed = !named.equals(dns) || !hasRan;
    named.clear();
    named.addAll(dns);
    hasRan = true;
    for (NodeName name : named) {
      if (!ties.containsKey(name)) {
        chronicle.after(chronicle.between(2, 40), () -> tie(name));
      }
    }
    peers.clear();
    for (Observer replica : replicas) {
      if (replica != this && !blocks.isBlocked(self, replica.self)) {
        peers.add(replica.self);
      }
    }
    if (changed) {
      nudge();
    }
    chronicle.after(ROUND, this::round);
  }

  private void tie(NodeName name) {
    ModelNode node = global.living(name);
    if (closed
        || node == null
        || ties.containsKey(name)
        || blocks.isBlocked(self, name)
        || node.isFrozen(chronicle.now())) {
      return;
    }
    ties.put(name, new Tie(node, chronicle.now(), chronicle.time.instant()));
    nudge();
  }

  /** The node has died, or nothing passes between the two any more. */
  void untie(ModelNode node) {
    Tie tie = ties.get(node.name);
    if (tie != null && tie.node() == node) {
      ties.remove(node.name);
      nudge();
    }
  }

  private void nudge() {
    if (!closed) {
      watch.nudge();
      arm();
    }
  }

  private void arm() {
    long at = chronicle.now() + Math.ceilDiv(watch.untilDue().toNanos(), 1_000_000);
    if (armedAt < chronicle.now() || at < armedAt) {
      armedAt = at;
      chronicle.after(at - chronicle.now(), this::turn);
    }
  }

  private void turn() {
    armedAt = -1;
    if (closed || sweeping) { // the end of the sweep arms anew
      return;
    }
    if (watch.untilDue().isPositive()) {
      arm();
      return;
    }
    sweeping = true;
    try {
      sightings.sweepBegins(chronicle.now());
      watch.turn();
      sightings.sweepEnds(chronicle.now());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      sweeping = false;
    }
    arm();
  }

  /** The link to a node, if there is one. */
  @Nullable Tie tie(ModelNode node) {
    Tie tie = ties.get(node.name);
    return tie != null && tie.node() == node ? tie : null;
  }

  @Nullable Tie tieTo(NodeName name) {
    return ties.get(name);
  }

  boolean names(NodeName name) {
    return named.contains(name);
  }

  /** A replica that acts in its stead, if it knows one. */
  Optional<NodeName> leader() {
    return peers.stream().filter(peer -> peer.compareTo(self) < 0).findFirst();
  }

  Map<NodeName, Tie> ties() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(ties));
  }

  Set<NodeName> named() {
    return Collections.unmodifiableSet(new LinkedHashSet<>(named));
  }

  MeshKeeping keeper() {
    return watch.keeper();
  }

  Keeping keeping() {
    return watch.keeper().keeping();
  }

  DiscoverySnapshot discovery() {
    List<KnownNode> nodes = new ArrayList<>();
    Set<NodeName> all = new TreeSet<>(named);
    all.addAll(ties.keySet());
    for (NodeName name : all) {
      Tie tie = ties.get(name);
      nodes.add(
          known(
              name,
              tie == null ? Instant.EPOCH : tie.at(),
              named.contains(name),
              Optional.ofNullable(tie).map(t -> connection(false, t.node().creation))));
    }
    for (NodeName peer : peers) {
      nodes.add(known(peer, Instant.EPOCH, false, Optional.of(connection(true, 1))));
    }
    return new DiscoverySnapshot(
        self,
        DiscoveryState.RUNNING,
        hasRan,
        Optional.empty(),
        Optional.empty(),
        Since.now(chronicle.time),
        Since.now(chronicle.time),
        0,
        nodes,
        Map.of(),
        List.of());
  }

  private static NodeConnection connection(boolean hidden, long creation) {
    return new NodeConnection(
        NodeConnection.Direction.OUTBOUND, hidden, false, Optional.empty(), creation);
  }

  private static KnownNode known(
      NodeName name, Instant since, boolean isNamed, Optional<NodeConnection> connection) {
    return new KnownNode(
        name,
        Optional.empty(),
        since,
        isNamed ? Set.of("app.svc") : Set.of(),
        Optional.empty(),
        connection,
        Optional.empty(),
        0,
        0);
  }

  void close() {
    closed = true;
    watch.close();
    strands.shutdown();
    chronicle.tell("%s ends", this);
  }

  @Override
  public String toString() {
    return self.text().replace("nessie@10.0.9.", "o");
  }
}
